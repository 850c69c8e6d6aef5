import * as observe from '@/server/observe'
import { sweepFunction } from './client'

/** Every quarter of an hour each organisation looks at what its products promise. */
export const schedulePromises = sweepFunction({
  id: 'schedule-promises',
  cron: '7-59/15 * * * *',
  event: observe.watchDue,
})
