import * as ingestion from '@/server/ingestion'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Wakes schedules whose time passed unseen and runs that nobody looks after. */
export const sweepIngestion = tenantFunction(
  { id: 'sweep-ingestion', event: tenancy.organisationSwept, limit: 1 },
  ({ scope, step }) => step.run('wake', () => ingestion.wakeIdle(scope)),
)
