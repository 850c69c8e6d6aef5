import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { log } from '@/server/platform/log'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import * as store from './added-store'
import { fingerprint, isDue } from './fingerprint'
import { judgeAdded } from './judge-added'
import { measureAsk } from './measure-ask'
import type { Measured, Watching } from './monitors/watching'
import { nextAfter } from './schedule'
import { settleLook } from './settle-look'
import { holdWatched } from './store'

const deadlineMs = 60_000

/**
 * Measures one expectation that was added, by its author's right of this moment, and settles what it found. What cannot be measured
 * is unknown, with why, and raises no alarm. One that was changed or taken away meanwhile is left alone.
 */
export async function measureAdded(scope: OrgScope, id: string): Promise<void> {
  const one = await store.findAdded(scope, id)
  if (!one) return
  const ports = await product.findPorts(scope, { productId: one.productId })
  const at = now()
  if (!isDue(one, ports, at)) return
  // What is due has a port, and that tells of its product.
  const { productId, slug, title, domainId } = ports[0]!
  const about = { id: productId, slug, title, ownerId: one.ownerId }
  const measured = await measureAs(scope, one, { product: { ...about, domainId }, ports, at })
  const past = await store.listPast(scope, { id, since: one.learnsFrom, take: 1_000 })
  const found = judgeAdded(one, measured, past, at)
  const nextAt = nextAfter(one.schedule, at)
  await withOrg(scope, async () => {
    await holdWatched(scope, one.productId)
    const stands = await store.findAdded(scope, id)
    if (JSON.stringify(stands) !== JSON.stringify(one)) return
    await settleLook(scope, { product: about, port: one.port, kinds: [], found: [found], at })
    await store.noteMeasured(scope, id, { measuredOf: fingerprint(ports, one.ask), nextAt })
  })
}

async function measureAs(scope: OrgScope, one: store.Added, of: Omit<Watching, 'actor'>): Promise<Measured> {
  try {
    const principal = await tenancy.loadPrincipal(scope, one.authorId)
    if (!principal) return { value: null, detail: 'Whoever wrote it is here no more: somebody has to write it anew.' }
    await policy.load(scope)
    const actor: Actor = { scope, principal, requestId: newId('request'), via: 'job', scopes: null }
    return await measureAsk({ ...of, actor, signal: AbortSignal.timeout(deadlineMs) }, one.ask)
  } catch (error) {
    if (error instanceof AppError) return { value: null, detail: error.message.slice(0, 1_000) }
    log.warn(`expectation ${one.id}: ${(error as Error).message}`)
    return { value: null, detail: 'It could not be measured, and is tried again at its next turn.' }
  }
}
