import * as audit from '@/server/audit'
import { asRole, mintScope, type OrgScope, withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { hashPassword } from './password'
import type { NewOrganisation } from './schema'
import * as store from './store'

/** The row of an organisation; one left without people by a broken start is taken up again. */
const place = (slug: string, name: string): Promise<OrgScope> =>
  asRole('root', async (client) => {
    const taken = await client.query('select org_id from organisation where slug = $1', [slug])
    if (taken.rows[0]) return mintScope(taken.rows[0].org_id)
    const orgId = newId('organisation')
    await client.query(`select set_config('app.org_id', $1, true)`, [orgId])
    await client.query(
      'insert into organisation (org_id, slug, name) values ($1, $2, $3) on conflict (slug) do nothing',
      [orgId, slug, name],
    )
    const now = await client.query('select org_id from organisation where slug = $1', [slug])
    return mintScope(now.rows[0].org_id)
  })

/** Makes an organisation and its first owner; conflict when the slug is taken. Without a password the owner signs in by invitation or OIDC. */
export async function createOrganisation(input: NewOrganisation): Promise<{ scope: OrgScope; ownerId: string }> {
  const passwordHash = input.owner.password === undefined ? undefined : await hashPassword(input.owner.password)
  const scope = await place(input.slug, input.name)
  return withOrg(scope, async () => {
    if ((await store.lockOwners(scope)) > 0)
      throw conflict(`The address "${input.slug}" is taken by another organisation.`)
    const { email, name } = input.owner
    const ownerId = await store.insertMember(scope, { email, name, role: 'owner', state: 'active' })
    await store.putAccount(scope, ownerId, { email, passwordHash })
    const resource = { type: 'organisation', id: scope.orgId }
    await audit.record(scope, { actor: 'system', action: 'organisation.created', resource, detail: { owner: ownerId } })
    return { scope, ownerId }
  })
}
