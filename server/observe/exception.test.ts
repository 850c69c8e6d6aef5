import { describe, expect, it } from 'vitest'
import { exceptionFor, takesIn } from './exception'

const at = new Date('2026-01-02T00:00:00Z')
const until = new Date('2026-02-01T00:00:00Z')
const band = (low: number | null, high: number | null) => ({ low, high })

describe('an exception takes in what is no worse than it was', () => {
  it.each([
    ['too much, and as much', 3, band(0, 0), 3, true],
    ['too much, and less', 3, band(0, 0), 1, true],
    ['too much, and more', 3, band(0, 0), 4, false],
    ['too much, and now too little', 3, band(0, 0), -1, false],
    ['too little, and as little', 40, band(50, null), 40, true],
    ['too little, and less', 40, band(50, null), 39, false],
    ['too little, and now too much', 40, band(50, 80), 90, false],
    ['without a band, the same', 7, band(null, null), 7, true],
    ['without a band, another', 7, band(null, null), 6, false],
    ['at an end that does not belong to it', 5, band(5, null), 5, true],
    ['not counted, and not counted', null, band(null, null), null, true],
    ['not counted, and counted', null, band(null, 0), 2, false],
    ['counted, and not counted', 3, band(0, 0), null, false],
  ])('%s', (_, then, ends, now, expected) => {
    const exception = { ...exceptionFor({ value: then, ...ends }), until }
    expect(takesIn(exception, { value: now, ...ends }, at)).toBe(expected)
  })

  it('until its end, and no longer', () => {
    const exception = { ...exceptionFor({ value: 3, low: 0, high: 0 }), until }
    expect(takesIn(exception, { value: 3, low: 0, high: 0 }, until)).toBe(false)
  })
})
