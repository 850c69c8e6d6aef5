import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { type Assessed, assessPorts } from './assess-ports'
import * as current from './current'
import { earlierSets } from './earlier-sets'
import { planPorts } from './plan-ports'
import * as store from './store'

export type Back = { version: store.Version; port: string; assessed: Assessed; there: store.Pointer[] }

const KEPT = 200 // newest copies of an asset that are looked through
const MOST = 10 // sets of earlier copies whose checks are run

/**
 * Finds the newest rows before the present ones on which every check that blocks holds, for the port that readers get now. Nothing is
 * changed. Throws `conflict` where there are none.
 */
export async function planRollBack(
  scope: OrgScope,
  { productId, port }: { productId: string; port: string },
): Promise<Back> {
  const head = current.published(await store.listVersions(scope, [productId]))
  if (!head || head.state === 'retired') throw notFound('published product')
  const version = await store.getVersion(scope, head.id)
  const there = (await store.listPointers(scope, { versionIds: [head.id] })).filter((each) => each.port === port)
  if (there.length === 0) throw conflict(`${port} shows no rows that could be taken back.`)
  const sets = earlierSets(there, await keptOf(scope, there))
  if (sets.length === 0)
    throw conflict(`There are no earlier rows of ${port} to go back to: older copies were cleared, or there were none.`)
  for (const chosen of sets.slice(0, MOST)) {
    const [plan] = await planPorts(scope, version, port, chosen)
    if (!plan || plan.problems.length > 0) continue
    const [assessed] = await assessPorts(scope, [plan], { keep: true })
    if (assessed!.held) return { version, port, assessed: assessed!, there }
  }
  const many = Math.min(sets.length, MOST)
  throw conflict(
    many === 1
      ? `The only earlier rows of ${port} break a promise that blocks; there is nothing to go back to.`
      : `Each of the ${many} sets of rows before breaks a promise of ${port} that blocks; there is nothing to go back to.`,
  )
}

async function keptOf(scope: OrgScope, there: store.Pointer[]) {
  const assets = [...new Set(there.map(({ assetId }) => assetId))]
  const kept = await Promise.all(
    assets.map(async (id) => [id, (await ingestion.listSnapshots(scope, id, { limit: KEPT })).items] as const),
  )
  return new Map(kept)
}
