import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { Prepare } from './adjustment-doing'
import { hindrance, mending } from './adjustment-life'
import * as adjustments from './adjustment-store'
import { demandRight } from './demand-right'
import { measureNow } from './measure-now'
import { noteStep } from './note-step'
import { prepareMark } from './prepare-mark'
import { prepareRebaseline } from './prepare-rebaseline'
import { prepareRerun } from './prepare-rerun'
import { prepareRollBack } from './prepare-roll-back'
import { prepareTelling } from './prepare-telling'
import { prepareVersion } from './prepare-version'
import { type Adjusting, type AdjustmentKind, longestPause } from './schema'
import * as store from './store'
import { watchProduct } from './watch-product'

const HOUR = 3_600_000 // ms

const kinds: Record<AdjustmentKind, Prepare> = {
  roll_back: prepareRollBack,
  degrade: prepareMark('degraded'),
  pause: prepareMark('paused'),
  rerun: prepareRerun,
  rebaseline: prepareRebaseline,
  new_version: prepareVersion,
  tell: prepareTelling,
}

type Ask = Adjusting & { id: string; ruleKey?: string }

/**
 * Does something about an incident, if policy lets the actor: what it does, its record and its entry in the audit are one transaction.
 * What is measured in the hours after says whether it helped.
 */
export async function adjust(actor: Actor, ask: Ask): Promise<void> {
  const { scope } = actor
  const incident = await store.findIncident(scope, ask.id)
  const about = incident && (await product.listFacts(scope, [incident.productId])).get(incident.productId)
  if (!incident || !about) throw notFound('incident')
  await demandRight(actor, ask.kind, incident)
  const until = ask.until === undefined ? null : new Date(ask.until)
  await refuse(actor, ask, until)
  const { note, band } = ask
  if (band && ask.kind !== 'rebaseline')
    throw invalid('A band is for a new baseline alone.', [{ path: 'band', message: 'is for a new baseline alone' }])
  const doing = await kinds[ask.kind](actor, { incident, product: about, note, until, band })
  await withOrg(scope, async () => {
    await store.holdWatched(scope, incident.productId)
    await refuse(actor, ask, until)
    await keep(actor, { ...ask, until, incident }, doing.commit)
  })
  // Where other rows are shown, what they keep is known at once.
  if (ask.kind === 'roll_back') await watchProduct(scope, incident.productId)
  if (ask.kind === 'rebaseline') await measureNow(scope, incident.productId)
}

async function refuse({ scope }: Actor, { id, kind }: Ask, until: Date | null) {
  const incident = await store.findIncident(scope, id)
  const done = await adjustments.listAdjustments(scope, id)
  const times = { at: now(), longest: longestPause }
  const why = incident && hindrance({ kind, until }, { state: incident.state, done }, times)
  if (why?.path) throw invalid(`${why.path} ${why.message}.`, [{ path: why.path, message: why.message }])
  if (why) throw conflict(why.message)
}

type Kept = Omit<Ask, 'until'> & { until: Date | null; incident: store.StoredIncident }

async function keep(actor: Actor, ask: Kept, commit: (id: string) => Promise<adjustments.StoredAdjustment['outcome']>) {
  const { scope, principal, requestId } = actor
  const { incident, kind, note, until } = ask
  const id = newId('adjustment')
  const at = now()
  const before = await adjustments.listStandings(
    scope,
    { ids: [], incidentId: incident.id },
    { from: new Date(0), to: at },
  )
  const outcome = await commit(id)
  const earlier = await adjustments.listAdjustments(scope, incident.id)
  if (mending.includes(kind))
    for (const one of earlier.filter(({ verdict, measureUntil }) => verdict === 'pending' && measureUntil > at))
      await adjustments.updateAdjustment(scope, one.id, { measureUntil: at })
  const stood = before.flatMap(({ id: promise, after }) => (after ? [{ id: promise, ...after }] : []))
  await adjustments.insertAdjustment(scope, {
    id,
    incidentId: incident.id,
    productId: incident.productId,
    port: incident.port,
    kind,
    by: principal.id,
    ruleKey: ask.ruleKey ?? null,
    note,
    at,
    until,
    outcome,
    // Of one that is mended already, the promises that it broke.
    before: stood.length > 0 ? stood : (earlier[0]?.before ?? []),
    measureUntil: new Date(at.getTime() + ask.measureHours * HOUR),
    undoneAt: null,
    undoneBy: null,
    verdict: 'pending',
    verdictAt: null,
    verdictWhy: null,
  })
  const detail = { adjustment: id, as: kind }
  await noteStep(scope, incident, { kind: 'adjusted', at, note, actor: { id: principal.id, requestId }, detail })
}
