/**
 * Copies what sources show into immutable, content-addressed snapshots. A run is leased work: it survives the process that began
 * it, and what a source lost is not believed until a person accepts it.
 */
import type { OrgScope } from '@/server/platform/db'
import { findConnection } from './store'

export { acceptRun } from './accept-run'
export { advanceRun } from './advance-run'
export { cancelRun } from './cancel-run'
export { createConnection } from './create-connection'
export { discoverAssets } from './discover-assets'
export { runEnded, scheduleChanged, snapshotRecorded, syncRequested } from './events'
export { findResource } from './find-resource'
export { getAsset } from './get-asset'
export { getAssetByRef } from './get-asset-by-ref'
export { getConnection } from './get-connection'
export { getRun } from './get-run'
export { getSnapshot } from './get-snapshot'
export { listConnections } from './list-connections'
export { listRuns } from './list-runs'
export { pruneSnapshots } from './prune-snapshots'
export { removeConnection } from './remove-connection'
export { requestSync } from './request-sync'
export { resealSecrets } from './reseal-secrets'
export { listEvents } from './run-store'
export type { Asset, Column, Connection, Profile, Run, Snapshot } from './schema'
export { findConnection, listAssets, listSnapshots } from './store'
export { syncDue } from './sync-due'
export { testConnection } from './test-connection'
export { updateConnection } from './update-connection'

/** The connection that a contract names; null if there is none. */
export const getConnectionByName = (scope: OrgScope, name: string) => findConnection(scope, { name })
