import * as access from '@/server/access'
import * as agent from '@/server/agent'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Batches ended in one run; the next sweep goes on. */
const mostBatches = 200

/** Ends the grants under a purpose that has ended and those of agents that were removed; no refusal waits for this. */
export const endVoidGrants = tenantFunction(
  { id: 'end-void-grants', event: [tenancy.purposesChanged, agent.agentChanged, tenancy.organisationSwept], limit: 1 },
  async ({ scope, step }) => {
    for (let batch = 0; batch < mostBatches; batch++)
      if ((await step.run(`end ${batch}`, () => access.endVoidGrants(scope))) === 0) return
  },
)
