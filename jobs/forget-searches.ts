import * as catalog from '@/server/catalog'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** When somebody leaves: what they searched for is forgotten. The sweep finds what was still being kept at that moment. */
export const forgetSearches = tenantFunction(
  { id: 'forget-searches', event: [tenancy.memberChanged, tenancy.organisationSwept], limit: 1 },
  ({ scope, step }) => step.run('forget', async () => catalog.forgetPeople(scope, await tenancy.listAbsentIds(scope))),
)
