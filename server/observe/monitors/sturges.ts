import type { Group, Step } from './sample'

/**
 * The edges of ⌈log₂ n + 1⌉ bins of equal width over n values from `min` to `max`. A bin holds what is at least its lower edge and below
 * its upper one; the last holds its upper edge too.
 */
export function sturges(n: number, min: number, max: number): number[] {
  const range = max - min
  const wanted = Math.log2(n) + 1
  // Divided twice, as numpy does it: for a power of two that may make one bin more.
  const bins = range > 0 ? Math.ceil(Number.isFinite(range) ? range / (range / wanted) : wanted) : 1
  // A range beyond doubles is cut from both ends at once.
  const edge = (at: number) =>
    Number.isFinite(range) ? min + at * (range / bins) : min * (1 - at / bins) + max * (at / bins)
  const edges = Array.from({ length: bins + 1 }, (_, at) => (at === bins ? max : edge(at)))
  return edges.filter((edge, at) => at === 0 || edge > edges[at - 1]!)
}

/** Values beyond every edge, which only infinities are, have a bin of their own at each end. */
export function binned(steps: readonly Step[], edges: readonly number[], place: (step: Step) => number): Group[] {
  const groups = Array.from({ length: Math.max(edges.length - 1, 1) + 2 }, () => ({
    reference: 0,
    current: 0,
    times: 1,
  }))
  for (const step of steps) {
    const group = groups[binOf(place(step), edges)]!
    group.reference += step.reference
    group.current += step.current
  }
  return groups.filter(({ reference, current }) => reference + current > 0)
}

function binOf(value: number, edges: readonly number[]): number {
  const last = Math.max(edges.length - 1, 1)
  if (value === Number.NEGATIVE_INFINITY) return 0
  if (value === Number.POSITIVE_INFINITY) return last + 1
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle]! <= value) low = middle + 1
    else high = middle
  }
  return Math.min(Math.max(low, 1), last)
}
