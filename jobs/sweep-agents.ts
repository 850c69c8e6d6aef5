import * as agent from '@/server/agent'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Forgets what agents did long ago, when the organisation's turn in the sweep comes. */
export const sweepAgents = tenantFunction(
  { id: 'sweep-agents', event: tenancy.organisationSwept, limit: 1 },
  ({ scope, step }) => step.run('prune', () => agent.pruneActs(scope)),
)
