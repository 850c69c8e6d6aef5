import * as access from '@/server/access'
import { sweepFunction } from './client'

/** Every five minutes each organisation proves again what its sources give. */
export const scheduleWatch = sweepFunction({ id: 'schedule-watch', cron: '*/5 * * * *', event: access.watchDue })
