import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { closeDatabase, mintScope, withOrg } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

export type Restored = { slug: string; owners: string[]; asleep: number }

/** Ends every session and puts every token, invitation and grant to sleep; answers who may wake them. */
export async function putToSleep(): Promise<Restored[]> {
  const at = now()
  const restored: Restored[] = []
  for (const id of await tenancy.listOrganisationIds()) {
    const scope = mintScope(id)
    restored.push(
      await withOrg(scope, async () => {
        const { tokens, invitations } = await tenancy.sleepCredentials(scope, at)
        const grants = await access.sleepGrants(scope, at)
        const webhooks = await notify.sleepMessages(scope)
        const detail = { tokens, invitations, grants, webhooks }
        const resource = { type: 'organisation', id }
        await audit.record(scope, { actor: 'system', action: 'organisation.restored', resource, detail })
        const people = await tenancy.listMembers(scope)
        const owners = people.filter(({ role, state }) => role === 'owner' && state === 'active')
        const slug = (await tenancy.findOrganisation(scope))?.slug ?? id
        return { slug, owners: owners.map(({ email }) => email), asleep: tokens + invitations + grants }
      }),
    )
  }
  await closeDatabase()
  return restored
}
