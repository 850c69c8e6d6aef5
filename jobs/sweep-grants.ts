import * as access from '@/server/access'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/**
 * Labels every grant whose end has passed and does what is due of every request, where their own run was lost; no refusal waits
 * for it.
 */
export const sweepGrants = tenantFunction(
  { id: 'sweep-grants', event: tenancy.organisationSwept, limit: 1 },
  async ({ scope, step }) => {
    await step.run('end', () => access.endDueGrants(scope))
    await step.run('advance', () => access.advanceDue(scope))
  },
)
