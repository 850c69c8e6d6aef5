import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { addDataKey, open, seal } from '@/server/platform/secrets'
import * as store from './store'

/** Gives an organisation a new data key and seals every connection's secrets with it, all or none; answers how many. */
export async function resealSecrets(scope: OrgScope): Promise<number> {
  return withOrg(scope, async () => {
    const version = await addDataKey(scope)
    const secrets = await store.listSecrets(scope)
    for (const { connectionId, sealed } of secrets) {
      await store.putSecret(scope, connectionId, await seal(scope, await open(scope, sealed)), now())
    }
    const resource = { type: 'organisation', id: scope.orgId }
    const detail = { version, secrets: secrets.length }
    await audit.record(scope, { actor: 'system', action: 'organisation.key_rotated', resource, detail })
    return secrets.length
  })
}
