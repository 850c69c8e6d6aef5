import { now } from '@/server/platform/clock'
import { conflict, invalid } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { AddedAsk, AskOf } from './added-schema'
import * as added from './added-store'
import type { Asked, Doing } from './adjustment-doing'
import { findObject } from './monitors/find-object'
import { listDays } from './monitors/list-days'
import { timesOf } from './monitors/times-of'
import { daysOf } from './monitors/watching'
import { moveBaseline } from './move-baseline'
import * as store from './store'

const DAY = 86_400_000 // ms

/**
 * What was added and stands under the incident is held against what is now: a learnt band learns anew, a fixed one is replaced, and drift is
 * compared with what the port shows, or with the newest rows. What a contract promises is changed by its next version alone.
 */
export async function prepareRebaseline(actor: Actor, asked: Asked): Promise<Doing> {
  const { scope } = actor
  const standing = await store.listExpectations(scope, { incidentId: asked.incident.id })
  const ids = new Set(standing.filter(({ source }) => source === 'added').map(({ id }) => id))
  const ours = (await added.listAdded(scope, asked.product.id)).filter(({ id }) => ids.has(id))
  if (ours.length === 0)
    throw conflict('What a contract promises has no baseline to move: open a new version, and change the promise.')
  const nexts = await Promise.all(ours.map(async (one) => ({ one, next: await moved(actor, one.ask, asked) })))
  return {
    commit: async () => {
      const at = now()
      for (const { one, next } of nexts) await moveBaseline(scope, one, { ask: next, learnsFrom: at, at })
      const asks = ours.map(({ id, ask, learnsFrom }) => ({ id, ask, learnsFrom: learnsFrom?.toISOString() ?? null }))
      return { rebaselined: ours.map(({ title }) => title), asks }
    },
  }
}

/** What is asked from now on. */
async function moved(actor: Actor, ask: AddedAsk, { product: of, band }: Asked): Promise<AddedAsk> {
  if (ask.kind === 'drift') return { ...ask, reference: await newReference(actor, of.id, ask) }
  if (ask.kind === 'freshness') throw conflict('How old rows may be is changed on the page Expectations.')
  const learns = (ask.kind === 'volume' || ask.kind === 'metric') && !ask.band
  if (learns) return ask
  if (!band)
    throw invalid('A fixed band needs a new one.', [{ path: 'band', message: 'must say what is right from now on' }])
  return { ...ask, band }
}

async function newReference(
  actor: Actor,
  productId: string,
  ask: AskOf<'drift'>,
): Promise<AskOf<'drift'>['reference']> {
  if (ask.reference === 'previous')
    throw conflict('It compares with the snapshot before: the next one is compared with this in any case.')
  const { object } = findObject(await product.findPorts(actor.scope, { productId }), ask)
  if (typeof ask.reference === 'string') return object.snapshotId
  const { by, window = 'P7D' } = timesOf(ask)
  const [day] = await listDays(actor.scope, { object, by, most: 1 })
  if (!day) throw conflict('There are no rows to compare with.')
  const to = new Date(day.getTime() + DAY)
  return { from: new Date(to.getTime() - daysOf(window) * DAY).toISOString(), to: to.toISOString() }
}
