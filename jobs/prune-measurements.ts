import * as observe from '@/server/observe'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** When the organisation's turn in the sweep comes, what was measured long ago is forgotten. */
export const pruneMeasurements = tenantFunction(
  { id: 'prune-measurements', event: tenancy.organisationSwept, limit: 1 },
  ({ scope, step }) => step.run('prune', () => observe.pruneMeasurements(scope)),
)
