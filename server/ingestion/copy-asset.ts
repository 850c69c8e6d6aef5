import { rm } from 'node:fs/promises'
import type { Reading, Session } from '@/server/connectors'
import { now } from '@/server/platform/clock'
import * as compute from '@/server/platform/compute'
import type { OrgScope } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import { storage } from '@/server/platform/storage'
import type { Asset, Column, Profile, Snapshot } from './schema'
import * as store from './store'

/** An asset read only by what changed is read whole again after this long, in ms, so that deletions are seen. */
const wholeAgainAfter = 7 * 86_400_000

export type Progress = { rows: number; bytes: number; percentage?: number; total?: { rows?: number; bytes?: number } }
export type Copied = {
  /** The content is what the latest snapshot holds already. */
  unchanged: boolean
  latest: Snapshot | null
  hash: string
  rows: number
  bytes: number
  schema: Column[]
  complete: boolean
  position: string | null
  /** Where the new file is, and its profile; absent when unchanged. */
  fresh?: { storageKey: string; profile: Profile }
}

type Work = {
  scope: OrgScope
  session: Session
  asset: Asset
  folder: string
  signal: AbortSignal
  onProgress: (progress: Progress) => void
}

/** Copies one asset into a content-addressed file and measures it; nothing is recorded yet. */
export async function copyAsset(work: Work): Promise<Copied> {
  const { scope, asset, folder, signal } = work
  const latest = asset.latestSnapshot ? await store.findSnapshot(scope, asset.latestSnapshot) : null
  const reading = await work.session.read(asset.ref, planFor(asset, latest))
  let written = await ingest(work, reading)
  if (!reading.complete && latest) {
    const part = written.path
    const previous = await storage.localPath(latest.storageKey)
    written = await compute.combine({
      org: scope.orgId,
      previous,
      path: part,
      key: reading.key,
      outDir: folder,
      signal,
    })
    if (part !== written.path) await rm(part, { force: true })
  }
  const { hash, rows, bytes, schema } = written
  const result = { latest, hash, rows, bytes, schema, complete: reading.complete, position: reading.position ?? null }
  if (latest?.hash === hash) {
    await rm(written.path, { force: true })
    return { ...result, unchanged: true }
  }
  const profile = await compute.profile(written.path, { org: scope.orgId, signal })
  const storageKey = `snapshots/${scope.orgId}/${hash}.parquet`
  signal.throwIfAborted()
  await storage.put(storageKey, written.path)
  return { ...result, unchanged: false, fresh: { storageKey, profile } }
}

/** What to ask the source for: what changed, where that is chosen and not too long since all of it was read. */
function planFor(asset: Asset, latest: Snapshot | null) {
  if (!asset.cursorColumn) return {}
  const fresh = asset.completeAt && now().getTime() - Date.parse(asset.completeAt) < wholeAgainAfter
  const after = latest && fresh ? (asset.position ?? undefined) : undefined
  return { incremental: { column: asset.cursorColumn, ...(after === undefined ? {} : { after }) } }
}

async function ingest({ scope, asset, folder, signal, onProgress }: Work, { rows, total, sent }: Reading) {
  const written = await compute.ingest({
    org: scope.orgId,
    source: rows,
    outDir: folder,
    signal,
    onProgress: (progress) => onProgress({ ...progress, ...(total ? { total } : {}) }),
  })
  const told = sent?.()
  // A reader that skips what it cannot read would lose rows in silence.
  if (told !== undefined && told !== written.rows)
    throw invalid(`${asset.ref}: the source sent ${told} rows, ${written.rows} could be read; nothing was kept.`)
  return written
}
