import { describe, expect, it } from 'vitest'
import { askedOf, climb, type Level, type Levels, planSteps, type Step, spent, stepFor } from './step-plan'

/** A house by its people: who stands in the domain, who is a steward, who owns the organisation. */
const house = (domain: string, stewards: string, owners: string): Levels => {
  const people = (names: string) =>
    names
      .split(' ')
      .filter(Boolean)
      .map((id) => ({ id, name: id }))
  const all: Level[] = [
    { level: 'domain', people: people(domain) },
    { level: 'steward', people: people(stewards) },
    { level: 'organisation_owner', people: people(owners) },
  ]
  return (role) => (role === 'steward' ? all.slice(1) : all)
}
const needed = (roles: string) => roles.split(' ').map((role) => ({ role: role as Step['role'], because: '' }))

describe('the plan of a request', () => {
  it.each([
    ['an owner is there', 'ann', 'sue', 'olive', 'owner', 'owner:-'],
    ['the asker is the only owner', 'me', 'sue', 'olive', 'owner', 'owner:steward'],
    ['there is no owner and no steward', '', '', 'olive', 'owner', 'owner:organisation_owner'],
    ['the asker is all there is', 'me', '', 'me', 'owner', 'owner:nobody'],
    ['nobody is there at all', '', '', '', 'owner', 'owner:nobody'],
    ['a class needs a steward', 'ann', 'sue', 'olive', 'owner steward', 'owner:- steward:-'],
    ['the asker is the only steward', 'ann', 'me', 'olive', 'owner steward', 'owner:- steward:organisation_owner'],
    ['a second of two in the domain', 'ann bob', 'sue', 'olive', 'owner steward second', 'owner:- steward:- second:-'],
    // Ann cannot be both; Sue is needed as the steward.
    [
      'a second where the domain has one',
      'ann',
      'sue',
      'olive',
      'owner steward second',
      'owner:- steward:- second:organisation_owner',
    ],
    [
      'a second where there is nobody else',
      'ann',
      'sue',
      '',
      'owner steward second',
      'owner:- steward:- second:nobody',
    ],
  ])('where %s', (_, domain, stewards, owners, roles, expected) => {
    const steps = planSteps(needed(roles), house(domain, stewards, owners), { domainId: 'dom', asker: 'me' })
    expect(steps.map(({ role, climbedTo }) => `${role}:${climbedTo ?? '-'}`).join(' ')).toBe(expected)
    expect(steps.every(({ state }) => state === 'waiting')).toBe(true)
  })
})

describe('climbing', () => {
  it.each<[string, string, string, string, Step['climbedTo'], Step['climbedTo']]>([
    ['to the steward', 'ann', 'sue', 'olive', null, 'steward'],
    ['past a level without anybody new', 'ann', 'ann', 'olive', null, 'organisation_owner'],
    ['from the steward on', 'ann', 'sue', 'olive', 'steward', 'organisation_owner'],
    ['and no further', 'ann', 'sue', 'olive', 'organisation_owner', null],
    ['nowhere, where those above are those asked', 'ann', '', 'ann', null, null],
    ['out of nobody once somebody came', '', 'sue', '', 'nobody', null],
  ])('%s', (_, domain, stewards, owners, from, to) => {
    const at = { domainId: 'dom', not: ['me'] }
    expect(climb({ role: 'owner', climbedTo: from }, house(domain, stewards, owners), at)).toBe(to)
  })

  it('asks everybody up to where it climbed, once each', () => {
    const asked = (climbedTo: Step['climbedTo']) =>
      askedOf({ role: 'owner', climbedTo }, house('ann me', 'sue ann', 'olive'), { domainId: 'dom', not: ['me'] }).map(
        ({ id }) => id,
      )
    expect(asked(null)).toEqual(['ann'])
    expect(asked('steward')).toEqual(['ann', 'sue'])
    expect(asked('nobody')).toEqual(['ann', 'sue', 'olive'])
  })
})

describe('the step that a decision fills', () => {
  const steps = (text: string) =>
    text.split(' ').map((one) => {
      const [role, state = 'waiting'] = one.split(':') as [Step['role'], Step['state']?]
      return { role, state }
    })
  it.each([
    ['an owner takes the owner’s', 'owner steward second', 'owner second', 'owner'],
    ['then a second one the second', 'owner:approved steward second', 'owner second', 'second'],
    ['a steward takes the steward’s first', 'owner steward second', 'owner steward second', 'steward'],
    ['and the owner’s once that is taken', 'owner steward:approved', 'owner steward second', 'owner'],
    ['none is left', 'owner:approved steward', 'owner second', undefined],
  ])('%s', (_, all, may, expected) => {
    expect(stepFor(steps(all), (role) => may.split(' ').includes(role))?.role).toBe(expected)
  })

  it('is no second one of the same person, nor of whose place they took', () => {
    expect(
      spent('me', [
        { by: 'ann', onBehalfOf: 'bob' },
        { by: null, onBehalfOf: null },
      ]),
    ).toEqual(['me', 'ann', 'bob'])
  })
})
