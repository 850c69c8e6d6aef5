import * as agents from '@/server/agent'
import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { announceEnd } from './announce-end'
import { grantEnded } from './events'
import { getGrant } from './get-grant'
import { moveGrant, overState, standsAt } from './grant-life'
import { holderMembers } from './holder-members'
import type { AccessGrant } from './schema'
import * as store from './store'

/** Ends a grant at once: its holder gives it back, or whoever may revoke it says why. Revoking it again changes nothing. */
export async function revoke(actor: Actor, { id, note }: { id: string; note?: string }): Promise<AccessGrant> {
  const { scope, principal } = actor
  const at = now()
  await withOrg(scope, async (tx) => {
    const row = await store.findGrant(scope, id)
    if (!row) throw notFound('grant')
    const stands = standsAt(row, at)
    if (stands.endedAs === 'revoked') return
    if (stands.endedAs) throw conflict(`This grant has already ended (${stands.endedAs}).`)
    moveGrant(row, overState(row.delivery))
    const domain = principal.domains.find(({ id }) => id === row.principalId)
    const sponsors = row.principalType === 'agent' ? await agents.peopleBehind(scope, [row.principalId]) : []
    const own = row.principalId === principal.id || domain?.role === 'owner' || sponsors.includes(principal.id)
    if (!own && !note) {
      const message = 'Say why: the holder is told, and it stays in the history.'
      throw invalid(message, [{ path: 'note', message }])
    }
    if (!(await store.endGrant(scope, id, { as: 'revoked', at, by: principal.id, note: note || null }))) return
    await announceEnd(tx, scope, row)
    const owners = await tenancy.domainOwners(scope, row.domainId)
    const about = `${row.productTitle}, ${row.port}`
    const kind = grantEnded.name
    if (!own) {
      const title = `${principal.name} revoked your access to ${about}`
      const to = await holderMembers(scope, { type: row.principalType, id: row.principalId })
      await notify.tell(scope, { to, kind, title, body: note, link: '/access?show=ended' })
    }
    await notify.tell(scope, {
      to: owners.filter((member) => member !== principal.id && member !== row.principalId),
      kind,
      title: `${principal.name} ${own ? 'gave back' : 'revoked'} access to ${about}`,
      body: note,
      link: `/catalog/${row.productSlug}?tab=people`,
    })
    await audit.record(scope, {
      actor: principal.id,
      action: own ? 'access.given_back' : 'access.revoked',
      resource: { type: 'grant', id },
      detail: { product: row.productSlug, port: row.port, principal: row.principalId, ...(note && { note }) },
      requestId: actor.requestId,
    })
  })
  return getGrant(scope, id)
}
