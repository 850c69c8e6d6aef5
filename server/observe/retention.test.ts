import { describe, expect, it } from 'vitest'
import type { ProductShape } from '@/server/product/schema'
import { keptFor, momentOf, retention } from './retention'

const at = new Date('2026-03-31T00:00:00Z')
const of = { port: 'all', object: 'flights', column: 'day', physical: 'DAY', snapshotId: 'snap_1', days: 30 }
const on = (day: string) => new Date(`${day}T00:00:00Z`)

describe('how far back rows reach', () => {
  it.each<
    [
      what: string,
      oldest: Date | null,
      before: [day: string, days: number] | null,
      state: string,
      value: number | null,
      low: number,
    ]
  >([
    ['further than promised', on('2025-01-01'), null, 'kept', 30, 30],
    ['just as far as promised', on('2026-03-01'), null, 'kept', 30, 30],
    ['less, and never did', on('2026-03-21'), null, 'kept', 10, 10],
    ['less, and grows with each day', on('2026-03-21'), ['2026-03-30', 9], 'kept', 10, 10],
    ['less than it did', on('2026-03-21'), ['2026-03-30', 30], 'broken', 10, 30],
    ['less than it did, though never as far as promised', on('2026-03-26'), ['2026-03-30', 9], 'broken', 5, 10],
    ['less still, after it was seen so', on('2026-03-26'), ['2026-03-31', 10], 'broken', 5, 10],
    ['as far as promised, since what went was older', on('2026-03-01'), ['2026-03-30', 30], 'kept', 30, 30],
    ['further than it did', on('2026-03-11'), ['2026-03-30', 9], 'kept', 20, 20],
    ['into the future only', on('2027-01-01'), null, 'kept', 0, 0],
    ['nowhere, for there are no rows', null, ['2026-03-30', 9], 'unknown', null, 10],
  ])('%s', (_, oldest, before, state, value, low) =>
    expect(retention(of, oldest, before && { at: on(before[0]), days: before[1] }, at)).toMatchObject({
      state,
      value,
      low,
    }),
  )

  it('is broken for as long as it was promised, however often it is seen', () => {
    const oldest = on('2026-03-21')
    let before = { at: on('2026-03-30'), days: 30 }
    const states = Array.from({ length: 24 }, (_, day) => {
      const seen = new Date(at.getTime() + day * 86_400_000)
      const found = retention(of, oldest, before, seen)
      before = { at: seen, days: found.low! }
      return found.state
    })
    expect([states.indexOf('kept'), states.lastIndexOf('broken')]).toEqual([20, 19])
  })
})

describe('the column that tells', () => {
  const port = (element: string | null, property = 'retention', value = '1', unit: string | null = 'y') =>
    ({
      name: 'all',
      serviceLevels: [{ property, value, unit, element }],
      objects: ['flights', 'delays'].map((name) => ({
        name,
        pointer: { snapshotId: `snap_${name}` },
        columns: [
          { name: 'day', physicalName: 'DAY' },
          ...(name === 'delays' ? [{ name: 'seen', physicalName: 'seen' }] : []),
        ],
      })),
    }) as unknown as ProductShape['ports'][number]
  it.each<[element: string | null, found: string[]]>([
    ['flights.day', ['flights.day']],
    ['flights.day, delays.day', ['flights.day', 'delays.day']],
    ['seen', ['delays.seen']],
    ['day', []],
    ['none.day', []],
    ['flights.none', []],
    ['', []],
    [null, []],
  ])('%j', (element, found) =>
    expect(keptFor(port(element)).map(({ object, column }) => `${object}.${column}`)).toEqual(found),
  )
  it('is of a retention that says how long', () => {
    expect(keptFor(port('flights.day'))).toMatchObject([{ days: 365.25, physical: 'DAY', snapshotId: 'snap_flights' }])
    expect(keptFor(port('flights.day', 'retention', 'long'))).toEqual([])
    expect(keptFor(port('flights.day', 'retention', '1', 'moons'))).toEqual([])
    expect(keptFor(port('flights.day', 'frequency'))).toEqual([])
  })
})

it.each([
  ['2001-06-01', '2001-06-01T00:00:00.000Z'],
  ['2001-06-01 12:30:00', '2001-06-01T12:30:00.000Z'],
  ['2001-06-01 12:30:00.123456', '2001-06-01T12:30:00.000Z'],
  ['2001-06-01 12:30:00+02', '2001-06-01T10:30:00.000Z'],
  ['2001-06-01 12:30:00+05:30', '2001-06-01T07:00:00.000Z'],
  ['2001-06-01T12:30:00Z', '2001-06-01T12:30:00.000Z'],
  ['2001-13-01', undefined],
  ['17', undefined],
  ['0044-03-15 (BC)', undefined],
  ['infinity', undefined],
  [undefined, undefined],
])('%j is a time, or none', (text, time) => expect(momentOf(text)?.toISOString()).toBe(time))
