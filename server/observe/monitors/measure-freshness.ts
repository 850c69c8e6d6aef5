import * as ingestion from '@/server/ingestion'
import type { AskOf } from '../added-schema'
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
  const times = read.map((time) => (time === null ? null : new Date(time).getTime()))
  if (times.includes(null)) return { value: null, band, detail: 'It was never read whole from its source.' }
  // A clock that was set back makes nothing old.
  const age = Math.max(0, of.at.getTime() - Math.min(...(times as number[]))) / 3_600_000
  return { value: Math.round(age * 100) / 100, band }
}
