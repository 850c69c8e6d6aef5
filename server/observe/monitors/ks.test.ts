import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawn, stepsOf } from '@/scripts/test/drawn-samples'
import { kolmogorovTail } from './kolmogorov'
import { ks } from './ks'
import { orderOf } from './sample'
import { wasserstein } from './wasserstein'

const spread = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

// D and p by scipy 1.17.1's ks_2samp, the distance by its wasserstein_distance over numpy 2.4.6's std.
test.each([
  {
    n: '10, 12',
    u: drawn(10, 3, 17),
    v: drawn(12, 5, 17, 2),
    d: 0.23333333333333334,
    p: 0.8630889234604407,
    w: 0.6441669185167884,
  },
  {
    n: 'as many',
    u: drawn(100, 37, 101),
    v: drawn(100, 41, 101, 9),
    d: 0.09,
    p: 0.8154147124661313,
    w: 0.3088869603056769,
  },
  {
    n: 'unequal',
    u: drawn(150, 37, 211),
    v: drawn(400, 41, 211, 15),
    d: 0.08,
    p: 0.46498168863564543,
    w: 0.24667566399648794,
  },
  { n: 'ties', u: drawn(300, 7, 11), v: drawn(500, 9, 13), d: 0.152, p: 0.000307826558342881, w: 0.3181813172254629 },
  {
    n: 'the last exact',
    u: drawn(10_000, 7919, 10_007),
    v: drawn(9_000, 7907, 10_007, 150),
    d: 0.015155555555555556,
    p: 0.22397241503832313,
    w: 0.05174237952895228,
  },
  {
    n: 'one far smaller',
    u: drawn(7, 3, 11),
    v: drawn(10_000, 7907, 10_007),
    d: 0.999,
    p: 1.954878441821426e-20,
    w: 1660.8067340161167,
  },
  {
    n: 'the first not exact',
    u: drawn(10_001, 7919, 10_007),
    v: drawn(9_000, 7907, 10_007, 150),
    d: 0.015145585441455833,
    p: 0.2250083664339384,
    w: 0.0517585786373479,
  },
  {
    n: 'few against many',
    u: drawn(50, 37, 101),
    v: drawn(20_000, 7907, 20_011, 0, 200),
    d: 0.030100000000000016,
    p: 0.9999999990219933,
    w: 0.031730782449021666,
  },
  {
    n: 'many',
    u: drawn(20_000, 7919, 20_011),
    v: drawn(15_000, 7907, 20_011, 900),
    d: 0.04510000000000003,
    p: 1.3770812303172071e-15,
    w: 0.15569986668045757,
  },
])('two samples: $n', ({ u, v, d, p, w }) => {
  const order = orderOf(stepsOf(u, v))
  const said = ks(order, { reference: u.length, current: v.length })
  expect(Math.abs(said.value - d)).toBeLessThan(1e-9)
  expect(Math.abs(said.pValue - p)).toBeLessThan(1e-9)
  expect(Math.abs(wasserstein(order, spread(u)) / w - 1)).toBeLessThan(1e-9)
})

// By scipy 1.17.1's kstwo.sf; the first two rows are closed forms: 2(1 − x)ⁿ and 1 − n!(2x − 1/n)ⁿ.
test.each([
  [1, 0.7, 0.6],
  [5, 0.15, 0.9988],
  [5, 0.3, 0.664],
  [5, 0.85, 0.0001518750000000001],
  [10, 0.274, 0.3715203845434957],
  [10, 0.6, 0.0005681672000000003],
  [100, 0.06, 0.8428847956274123],
  [100, 0.1, 0.2526927570063874],
  [100, 0.25, 5.408871776434847e-6],
  [140, 0.05, 0.8576480297656114],
  [141, 0.08, 0.31084170879264117],
  [141, 0.13, 0.015449346308454497],
  [1000, 0.03, 0.3226902143914636],
  [1000, 0.05, 0.013012074781090332],
  [1000, 0.012, 0.9984464668620097],
  [20_000, 0.005, 0.6974088406327613],
  [20_000, 0.0093, 0.062492327214730414],
  [100_000, 0.004, 0.08130148920222469],
  [200_000, 0.002, 0.39995085369038097],
  [200_000, 0.0031, 0.04272661808355549],
  [200_000, 0.004, 0.003314212822560255],
  [2_000_000, 0.0007, 0.2807995813336387],
  [2_000_000, 0.001, 0.03660662431970485],
  [2_000_000, 0.003, 4.629776712470284e-16],
  [5_000_000, 0.0004, 0.40036692000218665],
])('Kolmogorov, n = %i: P(D ≥ %f) = %f', (n, x, p) => {
  expect(Math.abs(kolmogorovTail(n, x) - p)).toBeLessThan(1e-10)
})

describe('the exact p-value', () => {
  /** Counts the paths that stay inside, in whole numbers. */
  function counted(n: number, m: number, reach: number): number {
    const inside = (i: number, j: number) => Math.abs(i * m - j * n) < reach
    const paths = Array.from({ length: n + 1 }, () => new Array<bigint>(m + 1).fill(0n))
    const all = Array.from({ length: n + 1 }, () => new Array<bigint>(m + 1).fill(1n))
    for (let i = 0; i <= n; i++)
      for (let j = 0; j <= m; j++) {
        if (i > 0 && j > 0) all[i]![j] = all[i - 1]![j]! + all[i]![j - 1]!
        const came = i + j === 0 ? 1n : (i > 0 ? paths[i - 1]![j]! : 0n) + (j > 0 ? paths[i]![j - 1]! : 0n)
        paths[i]![j] = inside(i, j) ? came : 0n
      }
    const scale = 10n ** 18n
    return Number(((all[n]![m]! - paths[n]![m]!) * scale) / all[n]![m]!) / 1e18
  }

  test('is the share of paths that go outside, counted one by one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, m, at) => {
          const reach = Math.round(at * n * m)
          const { pValue } = ks({ reach, area: 0 }, { reference: n, current: m })
          expect(Math.abs(pValue - (reach === 0 ? 1 : counted(n, m, reach)))).toBeLessThan(1e-12)
        },
      ),
    )
  })

  test('of samples that lie apart is two orders of all there are', () => {
    // 2 / C(10, 5) and 2 / C(20, 10)
    expect(ks({ reach: 25, area: 0 }, { reference: 5, current: 5 }).pValue).toBeCloseTo(2 / 252, 14)
    expect(ks({ reach: 100, area: 0 }, { reference: 10, current: 10 }).pValue).toBeCloseTo(2 / 184_756, 14)
  })

  test('stays quick, whatever comes', () => {
    const began = performance.now()
    for (const reach of [1e6, 8e6, 3e7, 1e8 - 1]) ks({ reach, area: 0 }, { reference: 10_000, current: 10_000 })
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})
