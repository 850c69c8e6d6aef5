import { type Group, sizesOf } from './sample'
import { normalTails } from './tail'

/** The two-sided z-test of two proportions with their pooled variance; the value is |z|. Null where there are more than two categories. */
export function z(groups: readonly Group[]): { value: number; pValue: number } | null {
  const categories = groups.flatMap(({ times, ...group }) => Array.from({ length: Math.min(times, 3) }, () => group))
  if (categories.length > 2) return null
  if (categories.length < 2) return { value: 0, pValue: 1 }
  const { reference, current } = sizesOf(groups)
  const [was, is] = [categories[0]!.reference / reference, categories[0]!.current / current]
  const pooled = (categories[0]!.reference + categories[0]!.current) / (reference + current)
  const value = Math.abs(is - was) / Math.sqrt(pooled * (1 - pooled) * (1 / reference + 1 / current))
  return { value, pValue: normalTails(value) }
}
