import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as current from './current'
import { type Change, differences, levelOf } from './difference'
import * as store from './store'

/** What changed between two versions of a product, in words. */
export async function compareVersions(scope: OrgScope, ask: { slug: string; from: string; to: string }) {
  const product = await store.findProduct(scope, ask.slug)
  if (!product) throw notFound('product')
  const heads = await store.listVersions(scope, [product.id])
  const load = async (version: string) => {
    const head = current.asked(heads, version)
    if (!head) throw notFound(`version ${version} of the product`)
    const found = await store.getVersion(scope, head.id)
    return { product: found.content.product, contracts: found.contracts.map((contract) => contract.value) }
  }
  const changes: Change[] = differences(await load(ask.from), await load(ask.to))
  return { from: ask.from, to: ask.to, level: levelOf(changes), changes }
}
