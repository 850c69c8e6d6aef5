import { describe, expect, test } from 'vitest'
import { drawn, stepsOf } from '@/scripts/test/drawn-samples'
import { hellinger } from './hellinger'
import { jensenShannon } from './jensen-shannon'
import { psi } from './psi'
import type { Group } from './sample'
import { binned, sturges } from './sturges'
import { totalVariation } from './total-variation'

const close = (value: number, wanted: number) => expect(Math.abs(value - wanted)).toBeLessThan(1e-12)
const groups = (reference: number[], current: number[]): Group[] =>
  reference.map((count, at) => ({ reference: count, current: current[at]!, times: 1 }))

describe('value by value', () => {
  // Jensen–Shannon by scipy 1.17.1's spatial.distance.jensenshannon, the others by their formulas in numpy 2.4.6.
  const some = groups([120, 80, 40, 10, 0, 5], [100, 95, 30, 12, 4, 0])
  test('as scipy has it', () => {
    close(jensenShannon(some), 0.13024194831325112)
    close(totalVariation(some), 0.10763973639248228)
    close(hellinger(some), 0.15007333851566196)
    close(psi(some), 0.22269323584508618)
  })
  test('of samples with nothing in common', () => {
    const apart = groups([7, 0], [0, 3])
    close(jensenShannon(apart), Math.sqrt(Math.LN2))
    close(totalVariation(apart), 1)
    close(hellinger(apart), 1)
    close(psi(apart), 2 * (1 - 0.0001) * Math.log(1 / 0.0001))
  })
  test('of equal shares of another size there is nothing, exactly', () => {
    const same = groups([1, 2, 3], [100, 200, 300])
    for (const distance of [jensenShannon, totalVariation, hellinger, psi]) expect(distance(same)).toBeCloseTo(0, 15)
  })
  test('counts of counts say the same as the counts', () => {
    const each = groups([1, 1, 1, 5], [0, 0, 0, 9])
    const together = [{ reference: 1, current: 0, times: 3 }, each[3]!]
    for (const distance of [jensenShannon, totalVariation, hellinger, psi]) close(distance(together), distance(each))
  })
})

describe('in Sturges’ bins', () => {
  // Edges by numpy 2.4.6's histogram_bin_edges(…, "sturges"), counts by its histogram, distances as above.
  test.each([
    {
      u: drawn(100, 37, 101),
      v: drawn(100, 41, 101, 9),
      was: [13, 12, 12, 12, 12, 11, 12, 12, 4],
      is: [4, 12, 12, 12, 12, 11, 12, 12, 13],
      js: 0.15837911200795818,
      h: 0.16055512754639895,
    },
    {
      u: drawn(150, 37, 211),
      v: drawn(400, 41, 211, 15),
      was: [15, 15, 15, 14, 14, 15, 14, 14, 15, 14, 5],
      is: [12, 36, 42, 36, 42, 36, 42, 36, 41, 36, 41],
      js: 0.14093637052278926,
      h: 0.14276761947695774,
    },
    {
      u: drawn(32, 37, 101),
      v: drawn(32, 41, 101, 9),
      was: [5, 5, 5, 5, 4, 5, 3],
      is: [3, 4, 5, 5, 5, 4, 6],
      js: 0.1205054431208848,
      h: 0.12092974479973899,
    },
    {
      u: drawn(1200, 7919, 10_007, 0, 7),
      v: drawn(1500, 7907, 10_007, 150, 7),
      was: [94, 93, 93, 94, 94, 93, 94, 94, 93, 93, 94, 94, 77],
      is: [95, 117, 117, 116, 118, 117, 117, 117, 117, 117, 116, 119, 117],
      js: 0.027243074451818384,
      h: 0.027254839762854376,
    },
  ])('$u.length and $v.length values', ({ u, v, was, is, js, h }) => {
    const edges = sturges(u.length + v.length, Math.min(...u, ...v), Math.max(...u, ...v))
    const bins = binned(stepsOf(u, v), edges, ({ value }) => Number(value))
    expect(bins.map(({ reference }) => reference)).toEqual(was)
    expect(bins.map(({ current }) => current)).toEqual(is)
    close(jensenShannon(bins), js)
    close(hellinger(bins), h)
  })

  test('the last bin holds its upper edge, infinities have bins of their own', () => {
    const values = [Number.NEGATIVE_INFINITY, 0, 1, 2, Number.POSITIVE_INFINITY]
    const steps = values.map((value) => ({ value: String(value), gap: 0, reference: 1, current: 0 }))
    const bins = binned(steps, [0, 1, 2], ({ value }) => Number(value))
    expect(bins.map(({ reference }) => reference)).toEqual([1, 1, 2, 1])
  })

  test('edges that a double cannot tell apart are one, and a range beyond doubles is cut too', () => {
    expect(sturges(100, 5, 5)).toEqual([5])
    expect(sturges(1_000, 2 ** 53, 2 ** 53 + 4)).toEqual([0, 2, 4].map((more) => 2 ** 53 + more))
    const wide = sturges(100, -Number.MAX_VALUE, Number.MAX_VALUE)
    expect(wide).toHaveLength(9)
    expect(wide.every(Number.isFinite)).toBe(true)
  })
})
