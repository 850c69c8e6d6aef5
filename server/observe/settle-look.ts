import * as notify from '@/server/notify'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { endFreed } from './end-freed'
import { whenSeen } from './incident-life'
import type { Found } from './look'
import { noteStep } from './note-step'
import type { ExpectationKind } from './schema'
import { settleVerdicts } from './settle-verdicts'
import * as store from './store'
import { tellReaders } from './tell-readers'

export type Look = {
  product: { id: string; slug: string; title: string; ownerId: string }
  port: string
  /** What the look was for: promises of these kinds that it did not find are made no more. */
  kinds: readonly ExpectationKind[]
  found: readonly Found[]
  at: Date
}

/**
 * Writes down what one look at a port found: every measurement once, and for each cause of broken promises one incident, however
 * often it is seen. One whose promises are all kept again is resolved by itself, and comes back as the same. Its owner is told when
 * it opens and when it comes back; so are those who hold the port. A look that was written before changes nothing.
 */
export async function settleLook(scope: OrgScope, look: Look): Promise<void> {
  await withOrg(scope, async () => {
    const { product, port, kinds, found, at } = look
    const known = await store.putExpectations(scope, product.id, found, at)
    const measured = found.map(({ key, state, value, low, high, detail }) => {
      return { expectationId: known.get(key)!.id, state, value, low, high, detail }
    })
    const written = await store.insertMeasurements(scope, measured, at)
    if (written === 0 && found.length > 0) return
    await store.dropExpectations(scope, { productId: product.id, port, kinds, kept: found.map(({ key }) => key) }, at)
    const freed = found.flatMap(({ key, state }) => (state === 'kept' ? (known.get(key)?.id ?? []) : []))
    await store.attach(scope, freed, null)
    const all = found.filter(({ state }) => state === 'broken')
    for (const cause of new Set(all.map((one) => one.cause.key))) {
      const broken = all.filter((one) => one.cause.key === cause)
      const incidentId = await see(scope, look, broken)
      const ids = broken.map(({ key }) => known.get(key)!.id)
      await store.attach(scope, ids, incidentId)
    }
    await endFreed(scope, product.id, at)
    await settleVerdicts(scope, product.id)
  })
}

/** One cause was seen; the id of its incident. */
async function see(scope: OrgScope, { product, port, at }: Look, broken: readonly Found[]): Promise<string> {
  const { cause } = broken[0]!
  const severity = broken.some((one) => one.severity === 'error') ? ('error' as const) : ('warning' as const)
  const incident = await store.findByCause(scope, product.id, cause.key)
  const becomes = whenSeen(incident)
  if (incident && becomes !== 'opens') {
    const { ownerId } = product
    const again = { seen: incident.seen + 1, lastSeenAt: at, cause: cause.text, title: cause.title, severity, ownerId }
    const back = { state: 'regressed' as const, acknowledgedAt: null, resolvedAt: null, resolvedAs: null }
    await store.changeIncident(scope, incident.id, incident.state, becomes === 'seen' ? again : { ...again, ...back })
    if (becomes === 'regresses') await tellOf(scope, { ...incident, ...again }, product, 'regressed')
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
  }
  await store.insertIncident(scope, opened)
  await tellOf(scope, opened, product, 'opened')
  return opened.id
}

async function tellOf(
  scope: OrgScope,
  incident: store.StoredIncident,
  product: Look['product'],
  kind: 'opened' | 'regressed',
) {
  await noteStep(scope, incident, { kind, at: incident.lastSeenAt })
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
