import * as ingestion from '@/server/ingestion'
import * as notify from '@/server/notify'
import { closeDatabase, mintScope, withOrg } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

/** Gives every organisation a new data key and seals with it the secrets of its connections and webhooks; answers how many there were. */
export async function rotateKeys(): Promise<number> {
  let sealed = 0
  for (const id of await tenancy.listOrganisationIds()) {
    const scope = mintScope(id)
    sealed += await withOrg(
      scope,
      async () => (await ingestion.resealSecrets(scope)) + (await notify.resealSecrets(scope)),
    )
  }
  await closeDatabase()
  return sealed
}
