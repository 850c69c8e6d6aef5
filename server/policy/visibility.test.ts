import { beforeEach, describe, expect, it } from 'vitest'
import { mintScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy/schema'
import { assemble } from './assemble'
import { cedar } from './compile/cedar'
import type { PolicyJson } from './compile/expression'
import { keepLoaded } from './loaded'
import { reach } from './reach'
import { readShipped } from './read-shipped'
import { visibility } from './visibility'

const scope = mintScope('org_a')
let number = 0
/** The organisation's own policies from now on. */
function govern(...texts: string[]) {
  const policies = texts.map((text, at) => {
    const answer = cedar.policyToJson(text)
    if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
    return { id: `own ${at}`, text, json: answer.json as unknown as PolicyJson }
  })
  keepLoaded('org_a', assemble(scope, readShipped(), { number: ++number, policies }))
}
const me = (change: Partial<Principal> = {}): Principal => ({
  id: 'mem_me',
  type: 'member',
  orgId: 'org_a',
  name: 'Me',
  role: 'member',
  domains: [],
  ...change,
})
const inA = [{ id: 'dom_a', slug: 'a', name: 'A', role: 'publisher' as const }]
beforeEach(() => govern())

describe('what one may find is kept', () => {
  it('for one who asks again, though they are loaded anew', () => {
    expect(visibility(me())).toBe(visibility(me()))
  })
  it('no longer once they have another role, another domain, or another sponsor', () => {
    const before = visibility(me())
    expect(before).toMatchObject({ all: false, domains: [] })
    expect(visibility(me({ role: 'steward' }))).toMatchObject({ all: true, filter: null })
    expect(visibility(me({ domains: inA }))).toMatchObject({ domains: ['dom_a'] })
    const agent = (sponsor: Principal) =>
      visibility(me({ id: 'agt_1', type: 'agent', agent: { sponsor, purpose: 'analytics' } }))
    govern('permit (principal is Agent, action == Action::"discover", resource is Product);')
    expect(agent(me({ role: 'steward' }))).not.toEqual(agent(me()))
  })
  it('no longer once the policies are others', () => {
    const before = visibility(me())
    govern('forbid (principal, action == Action::"discover", resource is Product);')
    expect(visibility(me())).not.toEqual(before)
    expect(visibility(me())).toMatchObject({ all: false, published: false, domains: [], filter: null })
  })
  it.each([
    'resource.slug == principal.id',
    'resource.tags.contains(principal.id)',
    'principal in resource.domain',
    'Member::"mem_me" in resource.domain',
    'resource in principal.manages',
    'resource is Product in Domain::"dom_a" && principal.manages.contains(resource.domain)',
    'principal.role == "member" || resource.slug like "a*"',
    'if principal.manages.isEmpty() then resource.published else resource.slug == "b"',
    'resource.slug == "plain"',
  ])('for each of those who ask apart: %s', (condition) => {
    const people = [me(), me({ domains: inA }), me({ id: 'mem_b', role: 'auditor' })]
    const governed = () =>
      govern(`forbid (principal, action == Action::"discover", resource is Product) when { ${condition} };`)
    const alone = people.map((one) => {
      governed()
      return visibility(one)
    })
    for (const order of [people, people.toReversed()]) {
      governed()
      const found = new Map(order.map((one) => [one, visibility(one)]))
      expect(people.map((one) => found.get(one))).toEqual(alone)
    }
  })
  it('not at all where a policy asks under which circumstances', () => {
    govern('forbid (principal, action == Action::"discover", resource is Product) when { context.surface == "rest" };')
    expect(visibility(me(), { surface: 'portal' })).toMatchObject({ published: true })
    expect(visibility(me(), { surface: 'rest' })).toMatchObject({ published: false })
    expect(visibility(me(), { surface: 'portal' })).toMatchObject({ published: true })
  })
})

describe('a list of sources looks', () => {
  const asked = (who: Principal) => reach(who, 'connection', ['dom_a', 'dom_b'])
  it('where the shipped policies let one see any', () => {
    expect([asked(me()), asked(me({ domains: inA })), asked(me({ role: 'steward' }))]).toEqual([[], ['dom_a'], null])
  })
  it('there still, whatever an organisation forbids', () => {
    govern('forbid (principal, action, resource) unless { resource == Connection::"con_1" };')
    expect(asked(me({ domains: inA }))).toEqual(['dom_a'])
  })
  it('everywhere, where a permit of its own may let one see more', () => {
    govern('permit (principal, action == Action::"view", resource is Product);')
    expect(asked(me())).toEqual([])
    govern('permit (principal, action == Action::"view", resource == Connection::"con_1");')
    expect(asked(me())).toBeNull()
  })
})
