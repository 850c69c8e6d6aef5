import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stepsOf } from '@/scripts/test/drawn-samples'
import type { StatisticName } from '../drift-schema'
import { groupsOf, orderOf } from './sample'
import { statistics } from './statistics'

const spread = 2
/** What a statistic says of two samples, in bins of one value each. */
function said(name: StatisticName, reference: readonly number[], current: readonly number[]) {
  const steps = stepsOf(reference, current)
  const statistic = statistics[name]
  if (statistic.of !== 'order') return statistic.take(groupsOf(steps))
  return statistic.take(orderOf(steps), { reference: reference.length, current: current.length }, spread)
}

const sample = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 60 })
const pairs = fc.record({
  name: fc.constantFrom(...(Object.keys(statistics) as StatisticName[])),
  one: sample,
  other: sample,
})
const bounds: Partial<Record<StatisticName, number>> = {
  ks: 1,
  jensen_shannon: Math.sqrt(Math.LN2),
  hellinger: 1,
  total_variation: 1,
}

test('a sample does not differ from itself, however often it is repeated', () => {
  fc.assert(
    fc.property(pairs, fc.integer({ min: 1, max: 4 }), ({ name, one }, times) => {
      const result = said(name, one, Array.from({ length: times }, () => one).flat())
      if (result === null) return void expect(name).toBe('z')
      expect(result.value).toBeCloseTo(0, 7)
      expect(result.pValue ?? 1).toBeCloseTo(1, 12)
    }),
  )
})

test('either side may be first, but for χ², which scales one to the other', () => {
  fc.assert(
    fc.property(pairs, ({ name, one, other }) => {
      if (name === 'chi_square') return
      const [there, back] = [said(name, one, other), said(name, other, one)]
      expect(there?.value ?? 0).toBeCloseTo(back?.value ?? 0, 10)
      expect(there?.pValue ?? 0).toBeCloseTo(back?.pValue ?? 0, 10)
    }),
  )
})

test('none leaves its bounds', () => {
  fc.assert(
    fc.property(pairs, ({ name, one, other }) => {
      const result = said(name, one, other)
      if (result === null) return
      expect(result.value).toBeGreaterThanOrEqual(0)
      expect(result.value).toBeLessThanOrEqual((bounds[name] ?? Number.POSITIVE_INFINITY) + 1e-12)
      expect(result.pValue ?? 0).toBeGreaterThanOrEqual(0)
      expect(result.pValue ?? 0).toBeLessThanOrEqual(1)
    }),
  )
})

test('the order of rows says nothing', () => {
  fc.assert(
    fc.property(pairs, ({ name, one, other }) => {
      expect(said(name, [...one].reverse(), [...other].sort())).toEqual(said(name, one, other))
    }),
  )
})

test('what is moved farther is farther away', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 50 }), (one, by) => {
      // Of a sample and itself moved, the distance is how far it was moved.
      expect(
        said(
          'wasserstein',
          one,
          one.map((value) => value + by),
        )?.value,
      ).toBeCloseTo(by / spread, 9)
    }),
  )
})
