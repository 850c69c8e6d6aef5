import type { Port } from '@/server/product'
import type { AddedAsk } from './added-schema'

/** What a measurement is of: the snapshots of the port, or of all where none is named, and all that is asked of them. */
export const fingerprint = (ports: readonly Port[], ask: AddedAsk): string =>
  JSON.stringify([
    ports
      .filter(({ name }) => ask.port === undefined || name === ask.port)
      .flatMap(({ name, objects }) => objects.map((object) => [name, object.name, object.snapshotId])),
    ask,
  ])

type Standing = { ask: AddedAsk; live: boolean; schedule: string; nextAt: Date | null; measuredOf: string | null }

/** Whether it is to be measured: its schedule came, or its rows or what it asks are others than those measured last. */
export function isDue(
  { ask, live, schedule, nextAt, measuredOf }: Standing,
  ports: readonly Port[],
  at: Date,
): boolean {
  if (!live || ports.length === 0) return false
  if (schedule === 'on_change') return measuredOf !== fingerprint(ports, ask)
  return measuredOf === null || (nextAt ?? at) <= at
}
