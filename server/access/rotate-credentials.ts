import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { conflict, forbidden, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { isLive, standsAt } from './grant-life'
import type { SourceCredentials } from './schema'
import { sourceGrant } from './source-grant'
import * as store from './store'
import { withRights } from './with-rights'

/** Makes new credentials for the holder's sign-in to the source; the old ones, and sessions that use them, end. Kept nowhere. */
export async function rotateCredentials(actor: Actor, id: string): Promise<SourceCredentials> {
  const { scope, principal, requestId } = actor
  const grant = await store.findGrant(scope, id)
  if (!grant) throw notFound('grant')
  if (grant.principalId !== principal.id) throw forbidden('Only its holder makes the credentials of a grant.')
  if (grant.delivery !== 'source') throw conflict('This grant is delivered by the portal; it needs no credentials.')
  const { grant: plan, obstacle } = await sourceGrant(scope, grant)
  const { state, endedAs } = standsAt(grant, now())
  if (endedAs || !isLive(state) || obstacle)
    throw conflict(`This grant is ${state}: credentials are made once it is proven.${obstacle ? ` ${obstacle}` : ''}`)
  const { script, ...made } = await withRights(scope, grant, (rights) => rights.rotate(plan))
  const resource = { type: 'grant', id }
  const detail = { product: grant.productSlug, port: grant.port, user: made.user }
  await audit.record(scope, { actor: principal.id, action: 'access.credentials_made', resource, detail, requestId })
  return { ...made, script: script ?? null }
}
