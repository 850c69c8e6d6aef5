import path from 'node:path'
import type { Session } from '@/server/connectors'
import * as connectors from '@/server/connectors'
import type { OrgScope } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import * as tenancy from '@/server/tenancy'
import { recordsOf } from './record-supply'
import { readSettings } from './settings'
import type { StoredConnection } from './store'

/** The one folder of this machine that an organisation may read; null if it has none. */
async function folderOf(scope: OrgScope): Promise<string | null> {
  const { STOA_FILES_ROOT: root, STOA_FILES_ORG: chosen } = env()
  if (!root) return null
  const organisation = await tenancy.findOrganisation(scope)
  if (!organisation) return null
  if (root.includes('{org}')) return path.resolve(root.replaceAll('{org}', organisation.slug))
  const own = chosen ? chosen === organisation.slug : await tenancy.isFirstOrganisation(scope)
  return own ? path.resolve(root) : null
}

type Settings = Pick<StoredConnection, 'kind' | 'config'> & { secrets: unknown }

/** Signs in to a source with settings at hand; throws `invalid` that names the wrong one. */
export async function openWith(scope: OrgScope, settings: Settings, signal: AbortSignal): Promise<Session> {
  const connector = connectors.get(settings.kind)
  const config = readSettings(connector.config, settings.config, 'config')
  const secrets = readSettings(connector.secrets, settings.secrets ?? {}, 'secrets')
  return connector.open(config, secrets, { signal, folder: await folderOf(scope), records: recordsOf(scope) })
}
