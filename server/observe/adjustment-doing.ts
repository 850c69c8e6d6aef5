import type { Actor } from '@/server/tenancy'
import type { Band } from './added-schema'
import type { StoredAdjustment } from './adjustment-store'
import type { StoredIncident } from './store'

export type Outcome = StoredAdjustment['outcome']
/** What is asked for about which incident. */
export type Asked = {
  incident: StoredIncident
  product: { id: string; slug: string; title: string }
  note: string
  until: Date | null
  /** Of a new baseline: what is right from now on. */
  band?: Band
}
/** What was looked into before anything is held. */
export type Doing = {
  /** Does it, inside the transaction that records it under this id. */
  commit: (id: string) => Promise<Outcome>
}
/** Finds out whether one kind of adjustment can be done, and how; throws `conflict` where it cannot. */
export type Prepare = (actor: Actor, asked: Asked) => Promise<Doing>
