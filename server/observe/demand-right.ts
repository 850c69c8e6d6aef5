import * as ingestion from '@/server/ingestion'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { listSources } from './list-sources'
import type { AdjustmentKind } from './schema'

/** What somebody must be let do with the product: what readers get is changed by those who publish it. */
const rights: Record<AdjustmentKind, policy.Action> = {
  roll_back: 'publish',
  degrade: 'publish',
  pause: 'publish',
  rebaseline: 'publish',
  rerun: 'edit',
  new_version: 'edit',
  tell: 'edit',
}

type Of = { productId: string; port: string }

/** Lets an adjustment go on only if policy lets the actor do it: with the product, and for a rerun with each of its connections. */
export async function demandRight(actor: Actor, kind: AdjustmentKind, of: Of): Promise<void> {
  policy.demand(actor, rights[kind], 'product', await product.resource(actor.scope, of.productId))
  if (kind !== 'rerun') return
  for (const { connectionId } of await listSources(actor.scope, of)) {
    const resource = await ingestion.findResource(actor.scope, 'connection', connectionId)
    policy.demand(actor, 'connect', 'connection', resource)
  }
}
