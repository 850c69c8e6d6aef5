import * as ingestion from '@/server/ingestion'
import { closeDatabase, mintScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

/** Gives every organisation a new data key and seals its connections' secrets with it; answers how many there were. */
export async function rotateKeys(): Promise<number> {
  let sealed = 0
  for (const id of await tenancy.listOrganisationIds()) sealed += await ingestion.resealSecrets(mintScope(id))
  await closeDatabase()
  return sealed
}
