import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { published } from './current'
import { productChanged } from './events'
import * as store from './store'

export type Ask = { slug: string; note: string; version?: string; endsAt?: string; replacement?: string }

/** Takes published versions to their end: all of a product's, or the one that is named. Later states are never left again. */
export async function endVersion(actor: Actor, to: 'deprecated' | 'retired', ask: Ask) {
  const { scope } = actor
  const product = await store.findProduct(scope, ask.slug)
  if (!product) throw notFound('product')
  if (ask.replacement !== undefined && !(await store.findProduct(scope, ask.replacement)))
    throw invalid(`There is no product ${ask.replacement} to replace it.`, [
      { path: 'replacement', message: 'names no product' },
    ])
  return withOrg(scope, async (tx) => {
    await store.lockProduct(tx, scope, product.slug)
    const heads = await store.listVersions(scope, [product.id])
    const from = to === 'deprecated' ? ['published'] : ['published', 'deprecated']
    const ending = heads.filter(
      (each) => from.includes(each.state) && (ask.version === undefined || each.version === ask.version),
    )
    if (ending.length === 0)
      throw conflict(`No version of ${product.slug} is ${from.join(' or ')}, so that none can be ${to}.`)
    const at = now()
    const end = {
      note: ask.note,
      endsAt: ask.endsAt ?? null,
      replacement: ask.replacement ?? null,
      at: at.toISOString(),
    }
    for (const each of ending)
      await store.updateVersion(scope, each.id, {
        state: to,
        ending: { ...end, replacement: end.replacement ?? each.ending?.replacement ?? null },
      })
    const after = await store.listVersions(scope, [product.id])
    const status = published(after)?.state ?? product.status
    await store.updateProduct(scope, product.id, { status, updatedAt: at })
    await audit.record(scope, {
      actor: actor.principal.id,
      action: `product.${to}`,
      resource: { type: 'product', id: product.id },
      detail: { slug: product.slug, versions: ending.map((each) => each.version), note: ask.note },
      requestId: actor.requestId,
    })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: product.id } })
    return { slug: product.slug, version: ending[0]!.version, status }
  })
}
