import * as access from '@/server/access'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Labels every grant whose end has passed and whose own sleeper was lost; no refusal waits for it. */
export const sweepGrants = tenantFunction(
  { id: 'sweep-grants', event: tenancy.organisationSwept, limit: 1 },
  ({ scope, step }) => step.run('end', () => access.endDueGrants(scope)),
)
