import * as audit from '@/server/audit'
import * as connectors from '@/server/connectors'
import { now } from '@/server/platform/clock'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { seal } from '@/server/platform/secrets'
import type { Actor } from '@/server/tenancy'
import { nextTime } from './cron'
import { scheduleChanged } from './events'
import type { ConnectionChange } from './schema'
import { needsSecrets, pointsElsewhere, readSettings } from './settings'
import type { StoredConnection } from './store'
import * as store from './store'

/**
 * Changes a connection. One that now points elsewhere loses its secrets, unless they come in the same call; it cannot while grants are
 * `delivered` where it points.
 */
export async function updateConnection(
  actor: Actor,
  id: string,
  change: ConnectionChange,
  delivered = 0,
): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async (tx) => {
    const before = await store.findConnection(scope, { id })
    if (!before) throw notFound('connection')
    await rename(scope, before, change.name)
    const settings = settingsOf(before, change)
    if (settings.moved && delivered > 0)
      throw conflict(`${delivered} grants stand in this source. End them before the connection points elsewhere.`)
    const touched = change.config !== undefined || change.secrets !== undefined
    await store.updateConnection(scope, id, {
      ...(change.name ? { name: change.name } : {}),
      ...(touched
        ? { config: settings.config, state: 'new', problem: null, discoverCursor: null, discoverSince: null }
        : {}),
      updatedAt: now(),
    })
    if (settings.secrets === null) await store.putSecret(scope, id, null, now())
    else if (settings.secrets)
      await store.putSecret(scope, id, await seal(scope, JSON.stringify(settings.secrets)), now())
    if (change.schedule !== undefined) await reschedule(scope, tx, id, change.schedule)
    const detail = { changed: Object.keys(change), ...(settings.moved ? { pointsElsewhere: true } : {}) }
    const resource = { type: 'connection', id }
    await audit.record(scope, { actor: principal.id, action: 'connection.changed', resource, detail, requestId })
  })
}

/** Products are bound to a connection by its name: it is fixed once something was copied. */
async function rename(scope: OrgScope, before: StoredConnection, name: string | undefined) {
  if (!name || name === before.name) return
  if (await store.findConnection(scope, { name }))
    throw conflict(`There is a connection "${name}" already.`, [{ path: 'name', message: 'is taken' }])
  const synced = await store.countSynced(scope, [before.id])
  if (synced.get(before.id))
    throw conflict('The name is fixed once assets were copied: contracts name it.', [
      { path: 'name', message: 'is fixed' },
    ])
}

/** The settings after a change; secrets are null where they must go, undefined where they stay. */
function settingsOf(before: StoredConnection, change: ConnectionChange) {
  const connector = connectors.get(before.kind)
  const config = change.config ? readSettings(connector.config, change.config, 'config') : before.config
  const moved = pointsElsewhere(connector, before.config, config)
  if (change.secrets) return { config, moved, secrets: readSettings(connector.secrets, change.secrets, 'secrets') }
  if (moved && needsSecrets(connector))
    throw invalid('It would point elsewhere, so its secrets must be entered again in the same call.', [
      { path: 'secrets', message: 'are needed, since it points elsewhere' },
    ])
  return { config, moved, secrets: moved ? null : undefined }
}

async function reschedule(scope: OrgScope, tx: Tx, id: string, cron: string | null) {
  await store.putSchedule(scope, id, cron ? { cron, nextAt: nextTime(cron, now()) } : null)
  if (cron) await emit(tx, { name: scheduleChanged.name, data: { org: scope.orgId, connection: id } })
}
