import * as access from '@/server/access'
import { tenantFunction } from './client'

/**
 * Labels a grant when its end comes, and every other whose end has passed unnoticed. Sleeping runs do not count against the
 * organisation's limit, and no refusal waits for this: every read compares the end itself.
 */
export const endGrants = tenantFunction(
  { id: 'end-grants', event: access.grantStarted },
  async ({ scope, data, step }) => {
    const due = await step.run('due', async () => (await access.getGrant(scope, data.grant)).expiresAt)
    await step.sleepUntil('wait', new Date(due))
    await step.run('end', () => access.endDueGrants(scope))
  },
)
