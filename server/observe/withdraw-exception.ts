import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { endExceptions } from './end-exceptions'
import { cutException } from './exception-store'
import * as store from './store'

/** Takes an exception back: the promise is held to what it was again, at once. One without any stays as it is. */
export async function withdrawException({ scope, principal, requestId }: Actor, id: string): Promise<void> {
  const of = await store.findExpectation(scope, id)
  if (!of) throw notFound('promise')
  const { slug, title, owner } = await product.get(scope, { slug: of.productId })
  const at = now()
  await withOrg(scope, async () => {
    await store.holdWatched(scope, of.productId)
    if (!(await cutException(scope, id, at))) return
    await endExceptions(scope, { id: of.productId, slug, title, ownerId: owner.id }, at)
    await audit.record(scope, {
      actor: principal.id,
      action: 'expectation.exception_withdrawn',
      resource: { type: 'product', id: of.productId },
      requestId,
      detail: { expectation: id },
    })
  })
}
