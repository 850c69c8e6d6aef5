import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as added from './added-store'
import { whyNotUndone } from './adjustment-life'
import * as adjustments from './adjustment-store'
import { demandRight } from './demand-right'
import { measureNow } from './measure-now'
import { moveBaseline } from './move-baseline'
import { noteStep } from './note-step'
import { settleVerdicts } from './settle-verdicts'
import * as store from './store'
import { watchProduct } from './watch-product'

/** Takes back what was done about an incident; what is measured until now says whether it helped. The answer is the incident's id. */
export async function undoAdjustment(actor: Actor, { id, note }: { id: string; note?: string }): Promise<string> {
  const { scope, principal, requestId } = actor
  const found = await adjustments.findAdjustment(scope, id)
  if (!found) throw notFound('adjustment')
  await demandRight(actor, found.kind, found)
  await withOrg(scope, async () => {
    await store.holdWatched(scope, found.productId)
    const done = (await adjustments.findAdjustment(scope, id))!
    const at = now()
    const why = whyNotUndone(done, at)
    if (why) throw conflict(why)
    await takeBack(actor, done)
    const measureUntil = done.measureUntil < at ? done.measureUntil : at
    await adjustments.updateAdjustment(scope, id, { undoneAt: at, undoneBy: principal.id, measureUntil })
    await settleVerdicts(scope, done.productId)
    const incident = (await store.findIncident(scope, done.incidentId))!
    const detail = { adjustment: id, as: done.kind }
    await noteStep(scope, incident, { kind: 'undone', at, note, actor: { id: principal.id, requestId }, detail })
  })
  // Whether the port goes forward again, its checks say.
  if (found.kind === 'roll_back') {
    await product.advancePorts(scope, { version: found.outcome.versionId })
    await watchProduct(scope, found.productId)
  }
  if (found.kind === 'rebaseline') await measureNow(scope, found.productId)
  return found.incidentId
}

async function takeBack(actor: Actor, { id, kind, productId, port, outcome }: adjustments.StoredAdjustment) {
  if (kind === 'roll_back') return product.undoRollBack(actor, { productId, port, versionId: outcome.versionId ?? '' })
  if (kind === 'rebaseline') return restoreAsks(actor, productId, outcome.asks ?? [])
  const { principal, requestId } = actor
  return product.unmarkPort(actor.scope, { id, by: { id: principal.id, requestId } })
}

/** What is still there asks what it asked before. */
async function restoreAsks({ scope }: Actor, productId: string, asks: readonly adjustments.WasAsked[]): Promise<void> {
  const at = now()
  for (const one of await added.listAdded(scope, productId)) {
    const was = asks.find(({ id }) => id === one.id)
    const learnsFrom = was?.learnsFrom ? new Date(was.learnsFrom) : null
    if (was) await moveBaseline(scope, one, { ask: was.ask, learnsFrom, at })
  }
}
