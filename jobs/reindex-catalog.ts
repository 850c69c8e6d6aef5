import * as catalog from '@/server/catalog'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

const PAGE = 100 // products indexed in one step

/** Builds the catalog of an organisation again when its people change, whose names it shows, or its turn in the sweep comes; drops what is gone. */
export const reindexCatalog = tenantFunction(
  { id: 'reindex-catalog', event: [tenancy.memberChanged, tenancy.organisationSwept, catalog.reindexAsked], limit: 1 },
  async ({ scope, step }) => {
    const seen: string[] = []
    let cursor: string | undefined
    for (let page = 0; page === 0 || cursor; page++) {
      const { ids, next } = await step.run(`page ${page}`, async () => {
        const { items, nextCursor } = await product.list(scope, { sees: () => true, limit: PAGE, cursor })
        for (const { id } of items) await catalog.indexEntry(scope, id, () => product.describe(scope, id))
        return { ids: items.map(({ id }) => id), next: nextCursor }
      })
      seen.push(...ids)
      cursor = next ?? undefined
    }
    await step.run('drop', async () => {
      const gone = (await catalog.listIndexed(scope)).filter((id) => !seen.includes(id))
      // Asked again one by one: a product made since its page was read is not gone.
      for (const id of gone) await catalog.indexEntry(scope, id, () => product.describe(scope, id))
    })
  },
)
