import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { listMarks } from './mute-store'
import { shapeExpectations } from './shape-expectations'
import type { ProductLines } from './standing-schema'
import * as store from './store'

const LOOKED = 731 // days that days are kept for
const MOST = 2_000

/** The promises of a product, each with what became of its incidents, to be marked on its line. */
export async function listLines(
  scope: OrgScope,
  { productId, whole }: { productId: string; whole: boolean },
): Promise<ProductLines> {
  const of = (await product.listFacts(scope, [productId])).get(productId)
  if (!of) throw notFound('product')
  const since = new Date(now().getTime() - LOOKED * 86_400_000)
  const [promises, marks, { domains }] = await Promise.all([
    store.listExpectations(scope, { productId }).then((rows) => shapeExpectations(scope, rows, { whole })),
    listMarks(scope, productId, since, MOST),
    tenancy.loadNames(scope, { members: [], domains: [of.resource.domainId] }),
  ])
  const { id, slug, title } = of
  const items = promises.map((promise) => ({
    ...promise,
    events: marks
      .filter(({ expectation }) => expectation === promise.id)
      .map(({ incident, kind, at, done }) => ({ incident, kind, at: at.toISOString(), done }))
      .reverse(),
  }))
  return { product: { id, slug, title, domain: domains.get(of.resource.domainId)?.slug ?? '' }, items }
}
