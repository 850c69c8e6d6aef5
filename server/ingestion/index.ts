/**
 * Copies what sources show into immutable, content-addressed snapshots. A run is leased work: it survives the process that began
 * it, and what a source lost is not believed until a person accepts it.
 */
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as store from './store'

export { acceptRun } from './accept-run'
export { advanceRun } from './advance-run'
export { cancelRun } from './cancel-run'
export { createConnection } from './create-connection'
export { discoverAssets } from './discover-assets'
export { findResource } from './find-resource'
export { getAssetByRef } from './get-asset-by-ref'
export { getRun } from './get-run'
export { listRuns } from './list-runs'
export { pruneSnapshots } from './prune-snapshots'
export { removeConnection } from './remove-connection'
export { requestSync } from './request-sync'
export { listEvents } from './run-store'
export type { Asset, Column, Profile, Run, Snapshot } from './schema'
export { countSynced, findConnection, listAssets, listConnections, listSnapshots } from './store'
export { syncDue } from './sync-due'
export { testConnection } from './test-connection'
export { updateConnection } from './update-connection'

/** An asset; throws not_found. */
export const getAsset = async (scope: OrgScope, id: string) => {
  const asset = await store.findAsset(scope, { id })
  if (!asset) throw notFound('asset')
  return asset
}

/** A snapshot with its schema and profile; throws not_found. */
export const getSnapshot = async (scope: OrgScope, id: string) => {
  const snapshot = await store.findSnapshot(scope, id)
  if (!snapshot) throw notFound('snapshot')
  return snapshot
}
