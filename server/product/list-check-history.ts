import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as store from './store'

/** How the checks of a product went over time, newest first: of every version, publishing and syncing alike; since a moment, or all. */
export async function listCheckHistory(
  scope: OrgScope,
  ask: { slug: string; port?: string; limit: number; since?: Date },
) {
  const product = await store.findProduct(scope, ask.slug)
  if (!product) throw notFound('product')
  const heads = (await store.listVersions(scope, [product.id])).filter((head) => head.state !== 'draft')
  const runs = await store.listCheckRuns(
    scope,
    heads.map((head) => head.id),
    ask.limit,
    ask.since,
  )
  return runs
    .filter((run) => ask.port === undefined || run.port === ask.port)
    .map(({ id, versionId, port, occasion, snapshots, results, held, at }) => ({
      id,
      version: heads.find((head) => head.id === versionId)?.version ?? '',
      port,
      occasion,
      snapshots,
      held,
      at: at.toISOString(),
      checks: results,
    }))
}
