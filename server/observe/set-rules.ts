import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { stillMatches } from '@/server/platform/etag'
import type { Actor } from '@/server/tenancy'
import type { AdjustmentRule } from './rule-schema'
import * as rules from './rule-store'
import { holdWatched } from './store'

type Ask = { productId: string; items: AdjustmentRule[]; ifMatch?: string }

/** Writes all that is to be done by itself about a product's incidents; from then on it is done as who wrote it. */
export async function setRules(actor: Actor, { productId, items, ifMatch }: Ask): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    await holdWatched(scope, productId)
    const before = await rules.findRules(scope, productId)
    if (!stillMatches(ifMatch, before?.etag ?? rules.noRules))
      throw conflict('The rules have changed since you read them: read them again, then make your change.')
    await rules.putRules(scope, productId, { items, authorId: principal.id, updatedAt: now() })
    await audit.record(scope, {
      actor: principal.id,
      action: 'product.rules_changed',
      resource: { type: 'product', id: productId },
      detail: { items: items.length, before: before?.items.length ?? 0 },
      requestId,
    })
  })
}
