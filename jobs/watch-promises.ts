import * as observe from '@/server/observe'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { log } from '@/server/platform/log'
import * as product from '@/server/product'
import { tenantFunction } from './client'

const AT_ONCE = 20 // products that one step looks at

async function watch(scope: OrgScope, id: string) {
  await observe.watchProduct(scope, id)
  await observe.watchLevels(scope, id)
  await observe.runRules(scope, id)
}

/** Looks at what no event tells of, in every product: how old it has become, and checks whose event was lost. */
export const watchPromises = tenantFunction(
  { id: 'watch-promises', event: observe.watchDue, limit: 1 },
  async ({ scope, step }) => {
    const products = await step.run('products', () => product.listPublishedSince(scope, new Date(0)))
    for (let at = 0; at < products.length; at += AT_ONCE)
      await step.run(`watch from ${at}`, async () => {
        // One that cannot be looked at keeps no other waiting; its next turn comes with the next sweep.
        for (const id of products.slice(at, at + AT_ONCE))
          await watch(scope, id).catch((error: unknown) =>
            log.warn(`watch-promises: ${id}: ${(error as Error).message}`),
          )
      })
    const due = await step.run('due', () => observe.listDueProducts(scope, now()))
    const { orgId: org } = scope
    if (due.length > 0)
      await step.sendEvent(
        'measure',
        due.map((product) => ({ name: observe.measureDue.name, data: { org, product } })),
      )
  },
)
