import type { MeasurementState } from './schema'

/** How several promises, or several measurements of one, stand together: broken if any is, kept only if all are. */
export const worst = ({ broken, unknown }: { broken: number; unknown: number }): MeasurementState =>
  broken > 0 ? 'broken' : unknown > 0 ? 'unknown' : 'kept'
