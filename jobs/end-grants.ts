import * as access from '@/server/access'
import { tenantFunction } from './client'

/**
 * Tells a grant's holder that its end is near, and labels it when its end comes, with every other whose time has passed unnoticed.
 * Sleeping runs do not count against the organisation's limit, and no refusal waits for this: every read compares the end itself.
 */
export const endGrants = tenantFunction(
  { id: 'end-grants', event: access.grantStarted },
  async ({ scope, data, step }) => {
    const { warnsAt, expiresAt } = await step.run('due', () => access.getGrant(scope, data.grant))
    await step.sleepUntil('near', new Date(warnsAt))
    await step.run('warn', () => access.sweep(scope))
    await step.sleepUntil('wait', new Date(expiresAt))
    await step.run('end', () => access.endDueGrants(scope))
  },
)
