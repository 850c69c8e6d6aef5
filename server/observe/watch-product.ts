import { type OrgScope, withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import * as product from '@/server/product'
import { foundOf } from './look'
import { settleLook } from './settle-look'
import * as store from './store'

const RUNS = 200 // newest runs of checks that are looked through for those not taken over yet

/** Takes over what the checks of a product's published version found since the last time. Asking twice changes nothing more. */
export async function watchProduct(scope: OrgScope, slugOrId: string): Promise<void> {
  const shown = await product.get(scope, { slug: slugOrId }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  if (!shown || shown.status === 'draft') return
  const about = { id: shown.id, slug: shown.slug, title: shown.title, ownerId: shown.owner.id }
  await withOrg(scope, async () => {
    const since = await store.holdWatched(scope, shown.id)
    const history = await product.listCheckHistory(scope, { slug: shown.slug, limit: RUNS })
    const runs = history.filter(({ version, at }) => version === shown.version && new Date(at) >= since).reverse()
    for (const { port, checks, at } of runs) {
      const look = { product: about, port, kinds: ['schema', 'quality'] as const, found: foundOf(checks) }
      await settleLook(scope, { ...look, at: new Date(at) })
    }
    const last = runs.at(-1)
    if (last) await store.moveWatched(scope, shown.id, new Date(last.at))
  })
}
