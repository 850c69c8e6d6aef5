import { describe, expect, it } from 'vitest'
import type { CheckResult } from '@/server/product/schema'
import { foundOf, freshness, oldest } from './look'

const check = (more: Partial<CheckResult>): CheckResult => ({
  id: 'all.rows.speed',
  port: 'all',
  object: 'rows',
  property: 'speed',
  rule: 'required',
  kind: 'schema',
  title: 'speed is never empty',
  severity: 'error',
  blocking: true,
  ok: false,
  measured: 3,
  expected: 'must be 0',
  unit: 'rows',
  setAside: null,
  detail: null,
  path: 'schema.0',
  ...more,
})
const level = (property: string, value: string, unit: string | null) => ({ property, value, unit })

describe('a check that was run', () => {
  it.each([
    [check({}), 'speed is never empty', 'Measured 3, must be 0.'],
    [
      check({
        title: 'Most tell it. Some do not.',
        measured: 28.40076,
        unit: 'percent',
        expected: 'must be at most 10%',
      }),
      'Most tell it',
      'Some do not. Measured 28.4%, must be at most 10%.',
    ],
    [check({ measured: 1234567 }), 'speed is never empty', 'Measured 1,234,567, must be 0.'],
    [
      check({ measured: null, detail: 'The query gave no number.' }),
      'speed is never empty',
      'The query gave no number.',
    ],
  ])('names its cause', (result, title, text) => {
    expect(foundOf([result])[0]).toMatchObject({ title, state: 'broken', cause: { title, text } })
  })

  it('shares the cause of what its column lost', () => {
    const gone = check({ id: 'all.rows.speed.type', rule: 'type', measured: 'missing', expected: 'integer' })
    const other = check({ id: 'all.rows.height', property: 'height' })
    const [type, required, height] = foundOf([gone, check({}), other])
    expect([type!.cause, required!.cause]).toEqual([type!.cause, type!.cause])
    expect(type!.cause).toMatchObject({ title: 'speed is gone' })
    expect(height!.cause.key).toBe('check all.rows.height')
  })
})

describe('how old rows may be', () => {
  it.each([
    [[level('frequency', '1', 'd')], 24],
    [[level('frequency', '6', 'h'), level('latency', '2', 'hours')], 8],
    [[level('Latency', '1', 'week')], 168],
    [[level('frequency', 'often', 'd')], null],
    [[level('frequency', '0', 'd')], null],
    [[level('frequency', '1', 'moon')], null],
    [[level('retention', '1', 'y')], null],
  ])('of %j is %s hours', (levels, hours) => expect(oldest(levels)).toBe(hours))

  const at = new Date('2026-03-10T12:00:00Z')
  const port = { name: 'all', serviceLevels: [level('frequency', '1', 'd')] }
  it.each([
    ['2026-03-10T11:00:00Z', 'kept', 1],
    ['2026-03-09T12:00:00Z', 'kept', 24],
    ['2026-03-09T11:00:00Z', 'broken', 25],
    // A clock that was set back makes nothing old.
    ['2026-03-10T13:00:00Z', 'kept', 0],
    [null, 'unknown', null],
  ] as const)('read at %s: %s', (read, state, value) =>
    expect(freshness(port, read && new Date(read), at)).toMatchObject({ state, value, high: 24 }),
  )
  it('is nobody’s business where the contract says nothing', () =>
    expect(freshness({ name: 'all', serviceLevels: [] }, at, at)).toBeNull())
})
