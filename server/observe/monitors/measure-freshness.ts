import * as ingestion from '@/server/ingestion'
import type { AskOf } from '../added-schema'
import { hoursSince, oldestRead } from '../last-read'
import { findObject } from './find-object'
import { daysOf, type Measured, type Watching } from './watching'

/** How many hours ago the oldest of what a port shows was last read whole from its source. */
export async function measureFreshness(of: Watching, ask: AskOf<'freshness'>): Promise<Measured> {
  const named = of.ports.find(({ name }) => name === ask.port)?.objects ?? []
  const objects = !ask.object && named.length > 0 ? named : [findObject(of.ports, ask).object]
  const read = await Promise.all(
    objects.map(async ({ snapshotId }) => {
      const { assetId } = await ingestion.getSnapshot(of.actor.scope, snapshotId)
      return (await ingestion.getAsset(of.actor.scope, assetId)).syncedAt
    }),
  )
  const band = { high: daysOf(ask.maxAge) * 24 }
  const last = oldestRead(read)
  if (!last) return { value: null, band, detail: 'It was never read whole from its source.' }
  return { value: hoursSince(last, of.at), band }
}
