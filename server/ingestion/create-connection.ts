import * as audit from '@/server/audit'
import * as connectors from '@/server/connectors'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { seal } from '@/server/platform/secrets'
import type { Actor } from '@/server/tenancy'
import { nextTime } from './cron'
import { scheduleChanged } from './events'
import type { NewConnection } from './schema'
import { needsSecrets, readSettings } from './settings'
import * as store from './store'

/** Makes a connection in a domain, its secrets sealed; throws `invalid` with every wrong setting, `conflict` on a taken name. */
export async function createConnection(actor: Actor, domainId: string, input: NewConnection): Promise<string> {
  const { scope, principal, requestId } = actor
  const connector = connectors.get(input.kind)
  const config = readSettings(connector.config, input.config, 'config')
  if (!input.secrets && needsSecrets(connector))
    throw invalid('This kind signs in with secrets.', [{ path: 'secrets', message: 'are needed' }])
  const secrets = readSettings(connector.secrets, input.secrets ?? {}, 'secrets')
  const nextAt = input.schedule ? nextTime(input.schedule, now()) : null
  return withOrg(scope, async (tx) => {
    if (await store.findConnection(scope, { name: input.name }))
      throw conflict(`There is a connection "${input.name}" already.`, [{ path: 'name', message: 'is taken' }])
    const { kind, name } = input
    const id = await store.insertConnection(scope, { kind, name, domainId, config, createdBy: principal.id })
    if (input.secrets) await store.putSecret(scope, id, await seal(scope, JSON.stringify(secrets)), now())
    if (input.schedule && nextAt) {
      await store.putSchedule(scope, id, { cron: input.schedule, nextAt })
      await emit(tx, { name: scheduleChanged.name, data: { org: scope.orgId, connection: id } })
    }
    const resource = { type: 'connection', id }
    await audit.record(scope, {
      actor: principal.id,
      action: 'connection.created',
      resource,
      detail: { kind, name },
      requestId,
    })
    return id
  })
}
