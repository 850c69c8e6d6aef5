import { describe, expect, it } from 'vitest'
import { faultOf, nextAfter, usual } from './schedule'

describe('a schedule', () => {
  it.each([
    ['on_change', 'drift', null],
    ['on_change', 'access', /no snapshot/],
    ['0 6 * * *', 'metric', null],
    ['*/15 * * * *', 'service_level', null],
    ['*/14 * * * *', 'metric', /every 15 minutes/],
    ['* * * * *', 'metric', /every 15 minutes/],
    ['* * * * * *', 'metric', /five fields/],
    ['0,5 6 * * *', 'metric', /every 15 minutes/],
    ['0 0 31 2 *', 'metric', /never comes/],
    ['every second', 'metric', /five fields/],
    ['a b c d e', 'metric', /not a cron/],
  ] as const)('%s of %s', (schedule, kind, fault) => {
    const said = faultOf(schedule, kind)
    if (fault === null) expect(said).toBeNull()
    else expect(said).toMatch(fault)
  })
  it('that went by many times comes once, after now', () => {
    expect(nextAfter('0 6 * * *', new Date('2026-03-10T12:00:00Z'))).toEqual(new Date('2026-03-11T06:00:00Z'))
    expect(nextAfter('on_change', new Date())).toBeNull()
  })
  it('is the one that fits, unless said', () => {
    expect(usual('drift')).toBe('on_change')
    expect(usual('access')).toBe('*/15 * * * *')
  })
})
