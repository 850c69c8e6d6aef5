import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { putException } from './exception-store'
import * as store from './store'

/** Takes an exception back: the promise is held to what it was again, from the next look on. One without any stays as it is. */
export async function withdrawException({ scope, principal, requestId }: Actor, id: string): Promise<void> {
  await withOrg(scope, async () => {
    const of = await store.findExpectation(scope, id)
    if (!of) throw notFound('promise')
    if (!(await putException(scope, id, null))) return
    await audit.record(scope, {
      actor: principal.id,
      action: 'expectation.exception_withdrawn',
      resource: { type: 'product', id: of.productId },
      requestId,
      detail: { expectation: id },
    })
  })
}
