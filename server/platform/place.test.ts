import { describe, expect, it } from 'vitest'
import { firstId, newId } from './ids'
import { bornWithin, withinOf } from './place'

const orders: [string, (one: string, other: string) => number][] = [
  ['bytes', (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))],
  ...['en', 'de', 'sv', 'tr'].map((language): [string, (one: string, other: string) => number] => [
    language,
    new Intl.Collator(language, { ignorePunctuation: true }).compare,
  ]),
]

describe.each(orders)('in the order of %s', (_, compare) => {
  it.each(['member', 'jazz', 'a9', 'prd_01m8cc2ds00bf4g9ajhd46h18w', 'prd_01z', 'zz', 'Ünder', 'member.', ''])(
    'what begins with “%s” lies within its bounds',
    (name) => {
      const { gte, lt } = withinOf(name)
      for (const more of ['', '.signed_in', '/rows', '/zzz', '/ünder-way', '/東京', '~', '0']) {
        expect(compare(`${name}${more}`, gte)).toBeGreaterThanOrEqual(0)
        if (lt !== undefined) expect(compare(`${name}${more}`, lt)).toBeLessThan(0)
      }
    },
  )
})

it('a name’s neighbours lie outside', () => {
  expect(withinOf('member')).toEqual({ gte: 'member', lt: 'membes' })
  expect(withinOf('jazz')).toEqual({ gte: 'jazz', lt: 'jb' })
  expect([withinOf('zz'), withinOf('member.'), withinOf('')]).toEqual([{ gte: 'zz' }, { gte: 'member.' }, { gte: '' }])
})

it('what was born in a time lies between its bounds, with a day to spare', () => {
  const [from, to] = ['2026-03-01T12:00:00Z', '2026-03-01T14:00:00+01:00']
  const { gte, lt } = bornWithin('audit', { from, to })
  expect([gte, lt]).toEqual([
    firstId('audit', Date.parse('2026-02-28T12:00:00Z')),
    firstId('audit', Date.parse('2026-03-02T13:00:00Z')),
  ])
  for (const at of [from, to]) {
    const id = newId('audit', Date.parse(at))
    expect([id >= gte!, id < lt!]).toEqual([true, true])
  }
  expect(bornWithin('audit', {})).toEqual({ gte: undefined, lt: undefined })
  expect(bornWithin('audit', { from: '0001-01-01T00:00:00Z' }).gte).toBe('aud_0000000000')
})
