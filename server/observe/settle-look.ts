import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { endFreed } from './end-freed'
import { withExceptions } from './exception'
import { listExceptions } from './exception-store'
import { hush } from './hush'
import { awaits, whenSeen } from './incident-life'
import type { Found } from './look'
import { markDue } from './mark-due'
import { insertMeasurements } from './measurement-store'
import { noteStep } from './note-step'
import type { ExpectationKind } from './schema'
import { settleVerdicts } from './settle-verdicts'
import { listResolutions } from './standing-store'
import * as store from './store'
import { tellReaders } from './tell-readers'

export type Look = {
  product: { id: string; slug: string; title: string; ownerId: string }
  port: string
  /** What the look was for: promises of these kinds that it did not find are made no more. */
  kinds: readonly ExpectationKind[]
  found: readonly Found[]
  at: Date
  /** When what is broken could first have been seen; that look itself unless said. */
  since?: Date
}

/**
 * Writes down what one look at a port found: every measurement once, and for each cause of broken promises one incident, however
 * often it is seen. One whose promises are all kept again is resolved by itself, and comes back as the same. Its owner is told when
 * it opens and when it comes back; so are those who hold the port. A look that was written before changes nothing.
 */
export async function settleLook(scope: OrgScope, look: Look): Promise<void> {
  await withOrg(scope, async () => {
    const { product, port, kinds, at } = look
    const found = withExceptions(look.found, await listExceptions(scope, product.id, at), at)
    const known = await store.putExpectations(scope, product.id, found, at)
    const measured = found.map(({ key, state, value, low, high, detail }) => {
      return { expectationId: known.get(key)!.id, state, value, low, high, detail }
    })
    const written = await insertMeasurements(scope, measured, at)
    if (written === 0 && found.length > 0) return
    await store.dropExpectations(scope, { productId: product.id, port, kinds, kept: found.map(({ key }) => key) }, at)
    const freed = found.flatMap(({ key, state }) => (state === 'kept' ? (known.get(key)?.id ?? []) : []))
    await store.attach(scope, freed, null)
    const all = found.filter(({ state }) => state === 'broken')
    const seen: string[] = []
    for (const cause of new Set(all.map((one) => one.cause.key))) {
      const broken = all.filter((one) => one.cause.key === cause)
      const promises = broken.map(({ key }) => known.get(key)!)
      const mutes = promises.map(({ mutedUntil }) => mutedUntil)
      const incidentId = await see(scope, look, broken, mutes)
      await store.attach(
        scope,
        promises.map(({ id }) => id),
        incidentId,
      )
      seen.push(incidentId)
    }
    await markDue(scope, product.id, seen)
    await endFreed(scope, product.id, at)
    await settleVerdicts(scope, product.id)
  })
}

type Mutes = readonly (Date | null)[]
/** One cause was seen; the id of its incident. */
async function see(scope: OrgScope, look: Look, broken: readonly Found[], mutes: Mutes): Promise<string> {
  const { product, port, at } = look
  const { cause } = broken[0]!
  const severity = broken.some((one) => one.severity === 'error') ? ('error' as const) : ('warning' as const)
  const incident = await store.findByCause(scope, product.id, cause.key)
  const becomes = whenSeen(incident)
  const noticedAt = now()
  if (incident && becomes !== 'opens') {
    // One that nobody was told of is told of as soon as it may be, if nobody took it up meanwhile.
    const due = becomes === 'regresses' || (incident.untold && awaits(incident.state))
    const untold = due && hush(mutes, await listResolutions(scope, incident.id), noticedAt) !== null
    const { ownerId } = product
    const seen = { seen: incident.seen + 1, lastSeenAt: at, cause: cause.text, title: cause.title, severity, ownerId }
    const again = due ? { ...seen, untold } : seen
    const back = { state: 'regressed' as const, acknowledgedAt: null, resolvedAt: null, resolvedAs: null }
    await store.changeIncident(scope, incident.id, incident.state, becomes === 'seen' ? again : { ...again, ...back })
    if (becomes === 'regresses') await noteSeen(scope, { ...incident, ...again }, look, 'regressed', noticedAt)
    if (due && !untold)
      await tellOf(scope, { ...incident, ...again }, product, becomes === 'seen' ? 'opened' : 'regressed')
    return incident.id
  }
  const opened: store.StoredIncident = {
    id: newId('incident'),
    productId: product.id,
    port,
    causeKey: cause.key,
    title: cause.title,
    cause: cause.text,
    severity,
    ownerId: product.ownerId,
    state: 'open',
    resolvedAs: null,
    seen: 1,
    firstSeenAt: at,
    lastSeenAt: at,
    acknowledgedAt: null,
    resolvedAt: null,
    quiet: false,
    untold: hush(mutes, [], noticedAt) !== null,
  }
  await store.insertIncident(scope, opened)
  await noteSeen(scope, opened, look, 'opened', noticedAt)
  if (!opened.untold) await tellOf(scope, opened, product, 'opened')
  return opened.id
}

type Kind = 'opened' | 'regressed'
const noteSeen = (scope: OrgScope, incident: store.StoredIncident, { at, since }: Look, kind: Kind, noticedAt: Date) =>
  noteStep(scope, incident, { kind, at, facts: { since: since ?? at, noticedAt } })

async function tellOf(scope: OrgScope, incident: store.StoredIncident, product: Look['product'], kind: Kind) {
  await notify.tell(scope, {
    to: [incident.ownerId],
    kind: `observe/incident.${kind}`,
    title: `A promise of ${product.title} is broken${kind === 'regressed' ? ' again' : ''}: ${incident.title}`,
    body: incident.cause,
    link: `/loop/${incident.id}`,
  })
  const { port, title, severity } = incident
  await tellReaders(scope, { product, port, title, severity })
}
