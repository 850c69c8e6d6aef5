import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { storage } from '@/server/platform/storage'
import type { Actor } from '@/server/tenancy'
import { compareRows } from './compare-rows'
import type { DriftAsk, DriftReport } from './drift-schema'

/** Compares two snapshots column by column. Who may read the values of both is settled before. */
export async function compareSnapshots(actor: Actor, ask: DriftAsk, signal?: AbortSignal): Promise<DriftReport> {
  const { scope, principal, requestId } = actor
  const reference = await ingestion.getSnapshot(scope, ask.reference)
  const current = await ingestion.getSnapshot(scope, ask.current)
  const rowsOf = async ({ storageKey, schema }: ingestion.Snapshot) => ({
    view: { files: [await storage.localPath(storageKey)] },
    schema,
  })
  const report = await compareRows(scope, {
    reference: await rowsOf(reference),
    current: await rowsOf(current),
    columns: ask.columns,
    signal,
  })
  await audit.record(scope, {
    actor: principal.id,
    action: 'snapshot.compared',
    resource: { type: 'asset', id: current.assetId },
    detail: {
      reference: reference.id,
      current: current.id,
      columns: report.columns.map(({ name }) => name).slice(0, 50),
    },
    requestId,
  })
  return report
}
