import * as observe from '@/server/observe'
import * as product from '@/server/product'
import { tenantFunction } from './client'

/** Measures what was added to a product and is due: its rows are others, its schedule came, or somebody wrote it anew. */
export const measureProduct = tenantFunction(
  { id: 'measure-product', event: [product.productChanged, observe.measureDue], limit: 2 },
  async ({ scope, data, step }) => {
    const due = await step.run('due', () => observe.listDue(scope, data.product))
    // Each is a step: one that takes its whole time takes it from no other.
    for (const id of due) await step.run(`measure ${id}`, () => observe.measureAdded(scope, id))
    if (due.length > 0) await step.run('rules', () => observe.runRules(scope, data.product))
  },
)
