import type { Port } from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { Band } from '../added-schema'

/** What is measured: a product as it stands, or as it stood with earlier snapshots in the place of its rows. */
export type Watching = {
  /** In whose right rows are read. */
  actor: Actor
  product: { id: string; slug: string; domainId: string }
  ports: readonly Port[]
  at: Date
  /** Where rows of a time are compared: rows after it are not there yet. */
  until?: Date
  /** What is read in the place of a port's files, by their keys. */
  instead?: ReadonlyMap<string, { storageKey: string; snapshot: string; hash: string }>
  signal?: AbortSignal
}

/** What came of it. `band`: what the value is held against where the monitor knows; `detail` says what the value cannot. */
export type Measured = { value: number | null; band?: Band; broken?: boolean; detail?: string }

/** Days that a duration says. */
export const daysOf = (duration: string): number => Number(duration.slice(1, -1)) * (duration.endsWith('W') ? 7 : 1)
