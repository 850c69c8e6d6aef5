import * as access from '@/server/access'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Does what is due of every request and grant whose own run was lost; no refusal waits for it. */
export const sweepGrants = tenantFunction(
  { id: 'sweep-grants', event: tenancy.organisationSwept, limit: 1 },
  ({ scope, step }) => step.run('sweep', () => access.sweep(scope)),
)
