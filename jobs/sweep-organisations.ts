import * as tenancy from '@/server/tenancy'
import { sweepFunction } from './client'

/** Gives each organisation its turn once an hour, so that nothing an event missed stays missed for long. */
export const sweepOrganisations = sweepFunction({
  id: 'sweep-organisations',
  cron: '17 * * * *',
  event: tenancy.organisationSwept,
})
