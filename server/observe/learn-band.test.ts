import { describe, expect, it } from 'vitest'
import { inBand } from './in-band'
import { learnBand, type Past } from './learn-band'

const day = 86_400_000
const start = Date.UTC(2026, 0, 5) // a Monday
const past = (values: readonly number[]): Past[] => values.map((value, n) => ({ at: new Date(start + n * day), value }))
const dayOf = (n: number) => new Date(start + n * day)

describe('a learnt band', () => {
  it('says nothing until there are seven values', () => {
    expect(learnBand(past([1, 2, 3, 4, 5, 6]), dayOf(6), 'none')).toBeNull()
    expect(learnBand(past([1, 2, 3, 4, 5, 6, 7]), dayOf(7), 'none')).not.toBeNull()
  })
  it('is the median and four robust deviations around it', () => {
    // median 100, absolute deviations 3 2 1 0 1 2 3: their median 2.
    const band = learnBand(past([97, 98, 99, 100, 101, 102, 103]), dayOf(7), 'none')
    expect(band?.low).toBeCloseTo(100 - 4 * 1.4826 * 2, 9)
    expect(band?.high).toBeCloseTo(100 + 4 * 1.4826 * 2, 9)
  })
  it('is moved by no outlier', () => {
    const calm = learnBand(past([97, 98, 99, 100, 101, 102, 103, 100, 100]), dayOf(9), 'none')
    const wild = learnBand(past([97, 98, 99, 100, 101, 102, 103, 1e9, -1e9]), dayOf(9), 'none')
    expect(Math.abs((wild?.high ?? 0) - (calm?.high ?? 0))).toBeLessThan(10)
  })
  it('lets what never changed change by a twentieth', () => {
    expect(learnBand(past([200, 200, 200, 200, 200, 200, 200]), dayOf(7), 'none')).toEqual({ low: 190, high: 210 })
  })
  it('knows only what came before', () => {
    expect(learnBand(past([1, 2, 3, 4, 5, 6, 7]), dayOf(3), 'none')).toBeNull()
  })
  it('of a week compares with the same weekday', () => {
    const values = Array.from({ length: 56 }, (_, n) => (n % 7 >= 5 ? 10 : 1_000))
    const saturday = learnBand(past(values), dayOf(61), 'week')
    expect(inBand(10, saturday)).toBe('kept')
    expect(inBand(1_000, saturday)).toBe('broken')
    expect(inBand(10, learnBand(past(values), dayOf(57), 'week'))).toBe('broken')
  })
})

describe('a value and its band', () => {
  it.each([
    [5, { low: 5 }, 'kept'],
    [4.999, { low: 5 }, 'broken'],
    [5, { high: 5 }, 'kept'],
    [5.001, { high: 5 }, 'broken'],
    [0, { low: -1, high: 1 }, 'kept'],
    [Number.POSITIVE_INFINITY, { high: 1 }, 'broken'],
    [null, { high: 1 }, 'unknown'],
    [Number.NaN, { high: 1 }, 'unknown'],
    [1, null, 'unknown'],
  ] as const)('%s in %j is %s', (value, band, state) => expect(inBand(value, band)).toBe(state))
})
