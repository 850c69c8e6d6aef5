import { type OrgScope, withOrg } from '@/server/platform/db'
import { open, seal } from '@/server/platform/secrets'
import * as webhooks from './webhook-store'

/** Seals the secrets of every webhook, the older ones too, with the organisation's newest data key; answers how many. */
export async function resealSecrets(scope: OrgScope): Promise<number> {
  const again = async (sealed: string) => seal(scope, await open(scope, sealed))
  return withOrg(scope, async () => {
    const all = await webhooks.listSealed(scope)
    for (const { id, sealed, olderSealed } of all)
      await webhooks.putSealed(scope, id, {
        sealed: await again(sealed),
        olderSealed: olderSealed && (await again(olderSealed)),
      })
    return all.length
  })
}
