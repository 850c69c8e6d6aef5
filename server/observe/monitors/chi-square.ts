import { type Group, sizesOf } from './sample'
import { chiSquareTail } from './tail'

/** Pearson's χ² of the current counts against the reference's, scaled to the current size; one degree less than there are categories. */
export function chiSquare(groups: readonly Group[]): { value: number; pValue: number } {
  const sizes = sizesOf(groups)
  // A category that the reference never saw was expected not at all.
  if (groups.some(({ reference }) => reference === 0)) return { value: Number.POSITIVE_INFINITY, pValue: 0 }
  let [value, categories] = [0, 0]
  for (const { reference, current, times } of groups) {
    const expected = (reference / sizes.reference) * sizes.current
    value += (times * (current - expected) ** 2) / expected
    categories += times
  }
  // One and the same category on both sides leaves nothing to chance.
  return { value, pValue: categories === 1 ? 1 : chiSquareTail(value, categories - 1) }
}
