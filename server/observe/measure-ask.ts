import type { AddedAsk, AddedKind, AskOf } from './added-schema'
import { measureShift } from './measure-shift'
import { measureAccess } from './monitors/measure-access'
import { measureFreshness } from './monitors/measure-freshness'
import { measureMetric } from './monitors/measure-metric'
import { measureRelation } from './monitors/measure-relation'
import { measureVolume } from './monitors/measure-volume'
import { measureWait } from './monitors/measure-wait'
import type { Measured, Watching } from './monitors/watching'

/** How each kind of expectation is measured: the one list of them. */
const monitors: { [K in AddedKind]: (of: Watching, ask: AskOf<K>) => Promise<Measured> } = {
  volume: measureVolume,
  freshness: measureFreshness,
  drift: measureShift,
  metric: measureMetric,
  relation: measureRelation,
  access: measureAccess,
  service_level: measureWait,
}

/** Measures what one expectation asks. */
export const measureAsk = (of: Watching, ask: AddedAsk): Promise<Measured> =>
  (monitors[ask.kind] as (of: Watching, ask: AddedAsk) => Promise<Measured>)(of, ask)
