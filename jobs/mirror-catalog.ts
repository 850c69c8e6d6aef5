import * as catalog from '@/server/catalog'
import { tenantFunction } from './client'

/** Tells the search engine outside the database what has changed, if there is one. */
export const mirrorCatalog = tenantFunction(
  { id: 'mirror-catalog', event: catalog.entriesChanged, limit: 1, retries: 2 },
  async ({ scope, step }) => {
    for (let batch = 0; ; batch++) {
      const { left } = await step.run(`tell ${batch}`, () => catalog.mirror(scope))
      if (!left) return
    }
  },
)
