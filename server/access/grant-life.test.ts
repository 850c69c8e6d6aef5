import { describe, expect, it } from 'vitest'
import { liveKey, moveGrant, standsAt, warnAt, within } from './grant-life'
import { grantStates } from './schema'

const legal = ['pending active', 'pending ended', 'active ended']

it.each(grantStates.flatMap((from) => grantStates.map((to) => [from, to] as const)))('from %s to %s', (from, to) => {
  if (legal.includes(`${from} ${to}`)) expect(moveGrant(from, to)).toBe(to)
  else expect(() => moveGrant(from, to)).toThrow(expect.objectContaining({ code: 'conflict' }))
})

describe('standsAt', () => {
  const endsAt = new Date('2001-06-01T00:00:00.000Z')
  const active = { state: 'active' as const, endedAs: null, endsAt, endedAt: null }
  it.each([
    ['a millisecond before its end it is active', -1, { state: 'active', endedAs: null, endedAt: null }],
    ['at its end it has ended, label or not', 0, { state: 'ended', endedAs: 'expired', endedAt: endsAt }],
    ['and so after it', 1, { state: 'ended', endedAs: 'expired', endedAt: endsAt }],
  ])('%s', (_, offset, expected) => {
    expect(standsAt(active, new Date(endsAt.getTime() + offset))).toEqual(expected)
  })

  it('keeps why it ended earlier', () => {
    const revoked = { ...active, state: 'ended' as const, endedAs: 'revoked' as const, endedAt: new Date(0) }
    expect(standsAt(revoked, endsAt)).toMatchObject({ endedAs: 'revoked', endedAt: new Date(0) })
  })
})

it('tells apart what a space in a port could confuse', () => {
  const of = { principalId: 'mem_1', productId: 'prd_1' }
  expect(liveKey({ ...of, port: 'a b', purpose: 'c' })).not.toBe(liveKey({ ...of, port: 'a', purpose: 'b c' }))
})

describe('within', () => {
  const objects = [
    { name: 'strikes', columns: [{ name: 'id' }, { name: 'cost' }, { name: 'pilot' }] },
    { name: 'notes', columns: [{ name: 'text' }] },
  ]
  it('never shows more than was recorded, nor what is gone', () => {
    const recorded = [
      { name: 'strikes', columns: ['id', 'cost', 'dropped'] },
      { name: 'gone', columns: ['x'] },
    ]
    expect(within(recorded, objects)).toEqual([{ name: 'strikes', columns: [{ name: 'id' }, { name: 'cost' }] }])
  })
})

it.each([
  ['a year: two weeks before', '2026-01-01', '2027-01-01', '2026-12-18'],
  ['thirty days: six days before', '2026-01-01', '2026-01-31', '2026-01-25'],
])('warns of the end of %s', (_, from, to, at) => {
  expect(warnAt({ startsAt: new Date(from), endsAt: new Date(to) })).toEqual(new Date(at))
})
