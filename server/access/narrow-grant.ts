import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { announceEnd } from './announce-end'
import { checkRows } from './check-rows'
import { demandWhole } from './demand-whole'
import { endOf, parseDuration } from './duration'
import { deliveryDue, grantStarted } from './events'
import { getGrant } from './get-grant'
import { isLive, liveKey, moveGrant, standsAt } from './grant-life'
import { holderMembers } from './holder-members'
import { columnsOf, covered, narrow } from './narrow'
import type { AccessGrant, Terms } from './schema'
import * as store from './store'
import { undelivered } from './undelivered'

/** Leaves a holder less of a grant: a narrower one takes its place at once, and what runs under the older is cut. */
export async function narrowGrant(
  actor: Actor,
  { id, terms, note }: { id: string; terms: Terms; note: string },
): Promise<AccessGrant> {
  const { scope, principal } = actor
  const old = await store.findGrant(scope, id)
  if (!old) throw notFound('grant')
  if (terms.rows !== undefined && old.delivery === 'source')
    throw conflict(
      'This grant is delivered into its source, which would show every row: narrow its columns or its time.',
    )
  if (terms.rows !== undefined || terms.columns !== undefined) {
    const major = Number(old.productVersion.split('.')[0])
    const port = await product.findPort(scope, { productId: old.productId, port: old.port, major })
    demandWhole(port, terms, 'terms.')
    if (terms.rows !== undefined)
      await checkRows(scope, { rows: terms.rows, path: 'terms.rows', objects: port?.objects ?? [] })
  }
  const newer = newId('grant')
  await withOrg(scope, async (tx) => {
    const at = now()
    const row = await store.findGrant(scope, id)
    const stands = row && standsAt(row, at)
    if (!row || !stands || stands.endedAs || !isLive(stands.state)) throw conflict('This grant is not active any more.')
    const given = wanted(row, terms, at)
    const end = { as: 'superseded' as const, at, by: principal.id, note }
    if (!(await store.endGrant(scope, id, end))) throw conflict('This grant has just ended.')
    const { events: _, ...same } = row
    const times = { startsAt: at, endsAt: given.endsAt, warnedAt: null }
    const inSource = row.delivery === 'source'
    const state = inSource ? ('pending' as const) : moveGrant({ state: 'pending', delivery: row.delivery }, 'active')
    const { objects, rows } = given
    const fresh = { ...same, id: newer, state, objects, rows, ...times, ...undelivered }
    const pending = { at, state: 'pending', by: principal.id, note }
    await store.insertGrant(scope, fresh, liveKey(row), inSource ? [pending] : [pending, { ...pending, state }])
    await announceEnd(tx, scope, row)
    const data = { org: scope.orgId, grant: newer }
    await emit(tx, { name: grantStarted.name, data })
    if (inSource) await emit(tx, { name: deliveryDue.name, data })
    await notify.tell(scope, {
      to: await holderMembers(scope, { type: row.principalType, id: row.principalId }),
      kind: 'access/grant.narrowed',
      title: `${principal.name} narrowed your access to ${row.productTitle}, ${row.port}`,
      body: note,
      link: '/access',
    })
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.narrowed',
      resource: { type: 'grant', id: newer },
      detail: { from: id, terms, note },
      requestId: actor.requestId,
    })
  })
  return getGrant(scope, newer)
}

function wanted(row: store.StoredGrant, terms: Terms, at: Date) {
  const objects = row.objects.map(({ name, columns }) => ({ name, columns: columns.map((one) => ({ name: one })) }))
  const all = columnsOf(objects)
  // Time is compared by its end: a length counted from now may be longer than what is left.
  const { duration, ...others } = terms
  const made = narrow({ duration: 'P2Y', columns: all, rows: row.rows }, others, all)
  if (!made.ok) {
    const path = `terms.${made.path}`
    throw invalid(`A grant is only ever narrowed: ${path} ${made.reason}.`, [{ path, message: made.reason }])
  }
  const length = duration === undefined ? null : parseDuration(duration)
  const shorter = length?.ok ? endOf(at, length.duration) : row.endsAt
  const kept = covered(objects, made.wanted.columns)
  return { objects: kept, rows: made.wanted.rows, endsAt: shorter < row.endsAt ? shorter : row.endsAt }
}
