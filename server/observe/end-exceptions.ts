import { type OrgScope, withOrg } from '@/server/platform/db'
import { listEnded, putException } from './exception-store'
import { type Look, settleLook } from './settle-look'

/** Holds what was excepted until a moment to what it was: what is still as it was then is seen again, though nothing new was read. */
export async function endExceptions(scope: OrgScope, product: Look['product'], at: Date): Promise<void> {
  await withOrg(scope, async () => {
    for (const { id, ...found } of await listEnded(scope, product.id, at)) {
      await putException(scope, id, null)
      if (found.state === 'broken')
        await settleLook(scope, { product, port: found.port, kinds: [], found: [found], at })
    }
  })
}
