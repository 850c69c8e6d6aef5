import { describe, expect, it } from 'vitest'
import { contractLevels } from './contract-level'

const at = new Date('2026-03-31T00:00:00Z')
const level = (property: string, value: string, unit: string | null = null) => ({ property, value, unit })
const hours = (day: number, from: number, to: number) => ({
  port: 'all',
  from: new Date(Date.UTC(2026, 2, day, from)),
  to: new Date(Date.UTC(2026, 2, day, to)),
})
const of = (one: ReturnType<typeof level>, pauses: ReturnType<typeof hours>[] = []) =>
  contractLevels({ name: 'all', serviceLevels: [one] }, pauses, at)

describe('what is there until a time', () => {
  it.each([
    ['endOfSupport', '2026-04-10T00:00:00Z', 'kept', 10],
    ['endOfLife', '2026-04-01', 'kept', 1],
    ['endOfLife', '2026-03-31T00:00:00Z', 'broken', 0],
    ['endOfSupport', '2026-03-01', 'broken', -30],
  ])('%s %s: %s', (property, value, state, left) =>
    expect(of(level(property, value))).toMatchObject([{ kind: 'service_level', state, value: left }]),
  )
})

describe('how much of 30 days it was there', () => {
  const day = 100 / 30
  it.each([
    ['never paused', '99.9', 'percent', [], 'kept', 100],
    ['paused for a day', '99', 'percent', [hours(5, 0, 24)], 'broken', 100 - day],
    ['paused for a day, which is allowed', '95', '%', [hours(5, 0, 24)], 'kept', 100 - day],
    ['twice at once counts once', '95', '%', [hours(5, 0, 24), hours(5, 6, 18)], 'kept', 100 - day],
    ['a share without a unit', '0.99', null, [hours(5, 0, 24)], 'broken', 100 - day],
    ['before those days', '100', '%', [{ ...hours(1, 0, 1), from: new Date(0), to: new Date(1) }], 'kept', 100],
    ['another port', '100', '%', [{ ...hours(5, 0, 24), port: 'other' }], 'kept', 100],
    ['paused still', '99', '%', [{ ...hours(30, 0, 1), to: new Date('2026-05-01') }], 'broken', 100 - day],
  ] as const)('%s', (_, value, unit, pauses, state, measured) => {
    const [found] = of(level('availability', value, unit), [...pauses])
    expect([found?.state, found?.value]).toEqual([state, expect.closeTo(measured, 2)])
  })
})

it.each([
  level('availability', 'high'),
  level('availability', '120', '%'),
  level('endOfLife', 'never'),
  level('generalAvailability', '2020-01-01'),
])('%j promises nothing that is measured', (one) => expect(of(one)).toEqual([]))
