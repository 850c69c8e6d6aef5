import { describe, expect, it } from 'vitest'
import { isLive, liveKey, moveGrant, overState, standsAt, warnAt, within } from './grant-life'
import { deliveries, type GrantState, grantStates } from './schema'

const byPortal = [
  'pending active',
  'pending ended',
  'active expiring',
  'active ended',
  'expiring active',
  'expiring ended',
]
const claimed = [
  'pending provisioning',
  'provisioning unverified',
  'unverified provisioning',
  'active drifted',
  'active expiring',
  'expiring drifted',
]
const working = ['pending', 'provisioning', 'unverified', 'active', 'drifted', 'expiring']
const inSource = [
  ...claimed,
  ...[...working, 'failed'].map((state) => `${state} deprovisioning`),
  ...[...working, 'deprovisioning'].map((state) => `${state} failed`),
]
const byProof = ['unverified active', 'drifted active', 'expiring active', 'deprovisioning ended']
const every = deliveries.flatMap((delivery) =>
  grantStates.flatMap((from) => grantStates.map((to) => [delivery, from, to] as const)),
)

it.each(every)('by %s, from %s to %s', (delivery, state, to) => {
  const move = (proof: boolean) => () => moveGrant({ state, delivery }, to, { proof })
  const refused = expect.objectContaining({ code: 'conflict' })
  const way = `${state} ${to}`
  const claim = delivery === 'portal' ? byPortal : inSource
  if (claim.includes(way)) expect(move(false)()).toBe(to)
  else expect(move(false)).toThrow(refused)
  if (claim.includes(way) || (delivery === 'source' && byProof.includes(way))) expect(move(true)()).toBe(to)
  else expect(move(true)).toThrow(refused)
})

describe('what failed', () => {
  const failed = (failedStage: GrantState) => ({ state: 'failed', delivery: 'source', failedStage }) as const
  it.each(['provisioning', 'unverified', 'drifted', 'deprovisioning'] as const)(
    'at %s is tried again there',
    (stage) => {
      expect(moveGrant(failed(stage), stage)).toBe(stage)
      for (const to of ['active', 'ended', 'pending'] as const)
        expect(() => moveGrant(failed(stage), to, { proof: true })).toThrow()
    },
  )
  it('while it was taken back is never given again', () => {
    for (const to of ['provisioning', 'unverified', 'drifted', 'active'] as const)
      expect(() => moveGrant(failed('deprovisioning'), to, { proof: true })).toThrow()
  })
})

it('allows reading while it is active, drifted or about to end', () => {
  expect(grantStates.filter(isLive)).toEqual(['active', 'drifted', 'expiring'])
})

describe('standsAt', () => {
  const endsAt = new Date('2001-06-01T00:00:00.000Z')
  const startsAt = new Date('2001-05-02T00:00:00.000Z')
  const portal = { delivery: 'portal' as const, breakGlass: false }
  const active = { ...portal, state: 'active' as const, endedAs: null, startsAt, endsAt, endedAt: null }
  const DAY = 86_400_000
  it.each([
    ['until its holder is warned it is active', -6 * DAY - 1, { state: 'active', endedAs: null, endedAt: null }],
    ['from then on it is about to end', -6 * DAY, { state: 'expiring', endedAs: null, endedAt: null }],
    ['a millisecond before its end too', -1, { state: 'expiring', endedAs: null, endedAt: null }],
    ['at its end it has ended, label or not', 0, { state: 'ended', endedAs: 'expired', endedAt: endsAt }],
    ['and so after it', 1, { state: 'ended', endedAs: 'expired', endedAt: endsAt }],
  ])('%s', (_, offset, expected) => {
    expect(standsAt(active, new Date(endsAt.getTime() + offset))).toEqual(expected)
  })

  it('what drifted says so to its end, and an emergency warns nobody', () => {
    const before = new Date(endsAt.getTime() - 1)
    expect(standsAt({ ...active, state: 'drifted', delivery: 'source' }, before).state).toBe('drifted')
    expect(standsAt({ ...active, breakGlass: true }, before).state).toBe('active')
  })

  it('keeps why it ended earlier', () => {
    const revoked = { ...active, state: 'ended' as const, endedAs: 'revoked' as const, endedAt: new Date(0) }
    expect(standsAt(revoked, endsAt)).toMatchObject({ endedAs: 'revoked', endedAt: new Date(0) })
  })

  it('in a source the right is over, and has to be taken back', () => {
    expect(standsAt({ ...active, delivery: 'source' }, endsAt)).toMatchObject({
      state: 'deprovisioning',
      endedAs: 'expired',
    })
    expect(deliveries.map(overState)).toEqual(['ended', 'deprovisioning'])
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
