import type { Gathered } from './gather-sql'
import type { Group, Step } from './sample'

type Row = readonly unknown[]

/** One row of the second pass: its place and its four answers. */
export function readGathered([, steps, sums, groups, bins]: Row): Gathered {
  if (Array.isArray(steps)) return { steps: (steps as string[][]).map(stepOf) }
  if (Array.isArray(sums)) return { order: orderOf(sums as (string | null)[]) }
  if (Array.isArray(groups)) return { groups: (groups as number[][]).map(groupOf) }
  return Array.isArray(bins) ? { bins: binsOf(bins as unknown[][][]) } : {}
}

/** The last value has no next one. DuckDB writes infinity in its own way. */
const numberOf = (text: unknown): number =>
  text === null || text === undefined ? 0 : Number(String(text).replace(/^(-?)inf(inity)?$/i, '$1Infinity'))

const stepOf = ([value, gap, reference, current]: string[]): Step => ({
  value: value!,
  gap: numberOf(gap),
  reference: Number(reference),
  current: Number(current),
})

const groupOf = ([reference, current, times]: number[]): Group => ({
  reference: Number(reference),
  current: Number(current),
  times: Number(times),
})

function orderOf([reach, area, ...quantiles]: (string | null)[]): Gathered['order'] {
  const half = quantiles.length / 2
  return {
    reach: numberOf(reach),
    area: numberOf(area),
    quantiles: quantiles.slice(0, half).map((was, at) => [was ?? null, quantiles[half + at] ?? null]),
  }
}

/** Both sides tell the same bins by their edges, of which an empty one may be left out. */
function binsOf(sides: unknown[][][]): Group[] {
  const bins = new Map<number, Group>()
  for (const [side, entries] of sides.entries())
    for (const [key, count] of entries ?? []) {
      const edge = numberOf(key)
      const bin = bins.get(edge) ?? { reference: 0, current: 0, times: 1 }
      if (side === 0) bin.reference += Number(count)
      else bin.current += Number(count)
      bins.set(edge, bin)
    }
  return mergeTop(bins).filter(({ reference, current }) => reference + current > 0)
}

/** The greatest value stands alone on the last edge, which belongs to the bin below it. */
function mergeTop(bins: Map<number, Group>): Group[] {
  const edges = [...bins.keys()].filter(Number.isFinite).sort((one, other) => one - other)
  const [top, below] = [edges[0], edges[1]]
  if (top !== undefined && below !== undefined) {
    const [alone, last] = [bins.get(top)!, bins.get(below)!]
    last.reference += alone.reference
    last.current += alone.current
    bins.delete(top)
  }
  return [...bins.values()]
}
