import { describe, expect, it } from 'vitest'
import { endOf, parseDuration } from './duration'

describe('parseDuration', () => {
  it.each(['P90D', 'P6M', 'P1Y', 'P2Y', 'P1Y2M', 'P2W', 'PT12H', 'P1DT6H', 'P730D'])('takes %s', (text) => {
    expect(parseDuration(text)).toMatchObject({ ok: true })
  })

  it.each([
    '',
    'P',
    'PT',
    '90',
    '90D',
    'P-1D',
    'P0D',
    'P1.5D',
    'P731D',
    'P2Y1D',
    'P25M',
    'PT99999H',
    'p90d',
    'P90D ',
    'P1D1W',
    'P9999999999D',
  ])('refuses %j, saying what would do', (text) => {
    const read = parseDuration(text)
    expect(read).toMatchObject({ ok: false, reason: expect.stringMatching(/must be/) })
  })
})

describe('endOf', () => {
  it.each([
    ['2001-01-31T10:00:00.000Z', 'P1M', '2001-02-28T10:00:00.000Z'],
    ['2004-02-29T00:00:00.000Z', 'P1Y', '2005-02-28T00:00:00.000Z'],
    ['2001-11-15T00:00:00.000Z', 'P3M', '2002-02-15T00:00:00.000Z'],
    ['2001-03-25T12:00:00.000Z', 'P90D', '2001-06-23T12:00:00.000Z'],
    ['2001-12-31T23:00:00.000Z', 'PT2H', '2002-01-01T01:00:00.000Z'],
  ])('%s and %s is %s', (from, text, end) => {
    const read = parseDuration(text)
    expect(read.ok && endOf(new Date(from), read.duration).toISOString()).toBe(end)
  })
})
