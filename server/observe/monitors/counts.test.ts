import { expect, test } from 'vitest'
import { chiSquare } from './chi-square'
import { chooseStatistic } from './choose-statistic'
import { z } from './z'

const groups = (pairs: [number, number][]) => pairs.map(([reference, current]) => ({ reference, current, times: 1 }))

test('χ² as scipy 1.17.1’s chisquare has it over scaled reference counts', () => {
  const { value, pValue } = chiSquare(
    groups([
      [120, 100],
      [80, 95],
      [40, 30],
      [10, 12],
    ]),
  )
  expect(value).toBeCloseTo(8.828938115330516, 12)
  expect(pValue).toBeCloseTo(0.031653864686704745, 12)
})

test('a category new to the reference makes χ² infinite, and one that is gone does not', () => {
  expect(
    chiSquare(
      groups([
        [10, 10],
        [0, 1],
      ]),
    ),
  ).toEqual({ value: Number.POSITIVE_INFINITY, pValue: 0 })
  // 20 rows are expected half and half: Σ (o − e)² / e = 10 + 10 = 20, and P(χ²₁ ≥ 20) = P(|N| ≥ √20).
  const gone = chiSquare(
    groups([
      [5, 20],
      [5, 0],
    ]),
  )
  expect(gone.value).toBe(20)
  expect(gone.pValue).toBeCloseTo(7.744216431044074e-6, 12)
})

test('z as scipy 1.17.1’s norm has it, pooled and two-sided', () => {
  const said = z(
    groups([
      [300, 270],
      [700, 530],
    ]),
  )
  expect(said?.value).toBeCloseTo(1.6995053271077982, 12)
  expect(said?.pValue).toBeCloseTo(0.08922401170616676, 12)
})

test.each<[string, [number, number][], ReturnType<typeof z>]>([
  ['the same constant', [[5, 9]], { value: 0, pValue: 1 }],
  [
    'three categories',
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
    null,
  ],
])('z of %s', (_, pairs, said) => expect(z(groups(pairs))).toEqual(said))

test('z of two different constants is √(n + m)-large', () => {
  // p₁ = 1, p₂ = 0, pooled ½: z = 1 / √(¼ (1/8 + 1/8)) = 4.
  expect(
    z(
      groups([
        [8, 0],
        [0, 8],
      ]),
    )?.value,
  ).toBe(4)
  expect(
    z([
      { reference: 0, current: 1, times: 1 },
      { reference: 1, current: 0, times: 1 },
    ])?.value,
  ).toBeCloseTo(Math.SQRT2, 14)
})

test.each([
  ['number', 1_000, 6, 'ks'],
  ['number', 1_001, 6, 'wasserstein'],
  ['number', 1_000, 5, 'chi_square'],
  ['number', 1_000, 2, 'z'],
  ['number', 1_001, 5, 'jensen_shannon'],
  ['moment', 10, 100, 'ks'],
  ['category', 1_000, 3, 'chi_square'],
  ['category', 1_000, 2, 'z'],
  ['category', 1_000, 1, 'z'],
  ['category', 1_001, 2, 'jensen_shannon'],
] as const)('a %s of %i reference values and %i categories: %s', (kind, values, categories, statistic) => {
  expect(chooseStatistic(kind, values, categories)).toBe(statistic)
})
