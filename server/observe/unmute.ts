import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { setMute } from './mute-store'
import * as store from './store'

/** Lets a promise be heard again; one that is not muted stays as it is. */
export async function unmute({ scope, principal, requestId }: Actor, id: string): Promise<void> {
  await withOrg(scope, async () => {
    const of = await store.findExpectation(scope, id)
    if (!of) throw notFound('promise')
    if (!(await setMute(scope, id, null))) return
    await audit.record(scope, {
      actor: principal.id,
      action: 'expectation.unmuted',
      resource: { type: 'product', id: of.productId },
      requestId,
      detail: { expectation: id },
    })
  })
}
