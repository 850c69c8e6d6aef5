import type { StatisticName } from '../drift-schema'
import type { Kind } from './column-pair'

/** Up to this many reference values a test is chosen, above it a distance: tests of large samples find any difference. */
export const mostForTests = 1_000
/** Numbers with at most this many different values on both sides together are taken for categories. */
const fewNumbers = 5

/** The statistic of a column that nobody chose one for, as Evidently chooses. */
export function chooseStatistic(kind: Kind, referenceValues: number, categories: number): StatisticName {
  const ordered = kind !== 'category' && categories > fewNumbers
  if (referenceValues > mostForTests) return ordered ? 'wasserstein' : 'jensen_shannon'
  if (ordered) return 'ks'
  return categories > 2 ? 'chi_square' : 'z'
}
