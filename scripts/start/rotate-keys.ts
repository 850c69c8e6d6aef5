import * as audit from '@/server/audit'
import { closeDatabase, mintScope, withOrg } from '@/server/platform/db'
import { addDataKey } from '@/server/platform/secrets'
import * as tenancy from '@/server/tenancy'

/** Gives every organisation a new data key, which seals from now on; older ones still open what they sealed. Answers how many. */
export async function rotateKeys(): Promise<number> {
  const ids = await tenancy.listOrganisationIds()
  for (const id of ids) {
    const scope = mintScope(id)
    await withOrg(scope, async () => {
      const version = await addDataKey(scope)
      const resource = { type: 'organisation', id }
      await audit.record(scope, { actor: 'system', action: 'key.rotated', resource, detail: { version } })
    })
  }
  await closeDatabase()
  return ids.length
}
