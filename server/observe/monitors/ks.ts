import { kolmogorovTail } from './kolmogorov'
import type { Order, Sizes } from './sample'

/** Up to this many values on the larger side, the p-value counts paths. */
const mostExact = 10_000
/** Cells of a count that may be walked whatever comes out. */
const fewCells = 1_000_000
/** What no one tells from nothing: there the limit distribution stands for a long count. */
const nothing = 1e-30

/** The two-sided Kolmogorov–Smirnov statistic D of two samples, and how likely one at least as large is by chance. */
export function ks({ reach }: Order, { reference, current }: Sizes): { value: number; pValue: number } {
  const value = reach / (reference * current)
  const weight = (reference * current) / (reference + current)
  const short = reference * current <= fewCells || Math.exp(-2 * weight * value ** 2) > nothing
  if (Math.max(reference, current) <= mostExact && short)
    return { value, pValue: pathsOutside(Math.min(reference, current), Math.max(reference, current), reach) }
  return { value, pValue: kolmogorovTail(roundHalfEven(weight), value) }
}

/** As scipy rounds. */
function roundHalfEven(x: number): number {
  const rounded = Math.round(x)
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

/**
 * The share of all orders of two samples, of which each is a path from (0, 0) to (n, m), that come to a point with |i·m − j·n| ≥ reach.
 * A path came to (i, j) by a step of the first with chance i / (i + j), so that each point's share follows from two others.
 * Source: J. L. Hodges, "The significance probability of the Smirnov two-sample test" (1957), weighted to stay in range.
 */
function pathsOutside(n: number, m: number, reach: number): number {
  if (reach === 0) return 1
  const row = new Float64Array(m + 1).fill(1)
  let before = -1
  for (let i = 0; i <= n; i++) {
    const first = Math.max(0, Math.floor((i * m - reach) / n) + 1)
    const last = Math.min(m, Math.ceil((i * m + reach) / n) - 1)
    let left = 1
    for (let j = first; j <= last; j++) {
      // What the row before holds beyond its last point inside lies outside.
      const under = j <= before ? row[j]! : 1
      left = i + j === 0 ? 0 : (i * under + j * left) / (i + j)
      row[j] = left
    }
    before = last
    if (first > last) return 1
  }
  return before >= m ? row[m]! : 1
}
