import type { Band } from './added-schema'
import type { MeasurementState } from './schema'

/** How a value stands to its band; both ends belong to it. What could not be measured, or has no band yet, is unknown. */
export function inBand(value: number | null, band: Band | null): MeasurementState {
  if (value === null || Number.isNaN(value) || !band) return 'unknown'
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = band
  return value < low || value > high ? 'broken' : 'kept'
}
