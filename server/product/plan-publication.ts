import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as current from './current'
import { differences, levelOf } from './difference'
import { planned } from './judge'
import { planPorts } from './plan-ports'
import * as store from './store'
import { isAtLeast, leastNext } from './version'

/** What publishing the draft would do, before it does: the checks it would run, what changed, and the version that this needs. */
export async function planPublication(scope: OrgScope, slug: string) {
  const product = await store.findProduct(scope, slug)
  if (!product) throw notFound('product')
  const heads = await store.listVersions(scope, [product.id])
  const head = current.draftOf(heads)
  if (!head) throw notFound('draft of the product')
  const live = current.published(heads)
  const [draft, before] = await Promise.all([
    store.getVersion(scope, head.id),
    live && store.getVersion(scope, live.id),
  ])
  const documents = (version: store.Version) => ({
    product: version.content.product,
    contracts: version.contracts.map((contract) => contract.value),
  })
  const changes = before ? differences(documents(before), documents(draft)) : []
  const leastVersion = leastNext(live?.version ?? null, levelOf(changes))
  const plans = await planPorts(scope, draft)
  return {
    version: draft.version,
    leastVersion,
    versionFits: live === null || isAtLeast(draft.version, leastVersion),
    published: live?.version ?? null,
    changes,
    problems: plans.flatMap((plan) => plan.problems),
    ports: plans.map((plan) => ({ port: plan.port, checks: plan.checks.map(planned) })),
    etag: draft.etag,
  }
}
