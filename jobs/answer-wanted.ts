import * as catalog from '@/server/catalog'
import * as product from '@/server/product'
import { tenantFunction } from './client'
import { tellSeekers } from './tell-seekers'

/** When a version is published: those who had searched for such a thing in vain are told. */
export const answerWanted = tenantFunction(
  { id: 'answer-wanted', event: product.versionPublished, limit: 1 },
  async ({ scope, data, step }) => {
    // It has to be found before it can be an answer; the job that indexes it may come later.
    await step.run('index', () => catalog.indexEntry(scope, data.product, () => product.describe(scope, data.product)))
    await tellSeekers(scope, step, [data.product])
  },
)
