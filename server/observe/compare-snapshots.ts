import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { AppError } from '@/server/platform/errors'
import { storage } from '@/server/platform/storage'
import type { Actor } from '@/server/tenancy'
import { columnsToCompare } from './columns-to-compare'
import { measureDrift } from './measure-drift'
import type { DriftAsk, DriftReport } from './schema'

/** Compares two snapshots column by column. Who may read the values of both is settled before. */
export async function compareSnapshots(actor: Actor, ask: DriftAsk, signal?: AbortSignal): Promise<DriftReport> {
  const { scope, principal, requestId } = actor
  const [reference, current] = [
    await ingestion.getSnapshot(scope, ask.reference),
    await ingestion.getSnapshot(scope, ask.current),
  ]
  const wanted = columnsToCompare(reference.schema, current.schema, ask.columns)
  if (wanted.faults.length > 0)
    throw new AppError('invalid', 'Some columns cannot be compared so.', { details: wanted.faults })
  const files = {
    reference: await storage.localPath(reference.storageKey),
    current: await storage.localPath(current.storageKey),
  }
  const columns = await measureDrift(scope, { files, columns: wanted.columns, signal })
  await audit.record(scope, {
    actor: principal.id,
    action: 'snapshot.compared',
    resource: { type: 'asset', id: current.assetId },
    detail: { reference: reference.id, current: current.id, columns: columns.length },
    requestId,
  })
  const judged = columns.filter(({ drifted }) => drifted !== null).length
  const drifted = columns.filter((column) => column.drifted).length
  return { columns, drifted, share: judged === 0 ? null : drifted / judged }
}
