import { describe, expect, it } from 'vitest'
import type { OrgRole, Principal } from '@/server/tenancy/schema'
import { decide } from './decide'
import { type Action, action, type Resource } from './schema'

const who = (role: OrgRole, inDomain?: 'owner' | 'publisher' | 'member'): Principal => ({
  id: 'mem_me',
  type: 'member',
  orgId: 'org_a',
  name: 'Me',
  email: 'me@example.org',
  role,
  domains: inDomain ? [{ id: 'dom_a', slug: 'a', name: 'A', role: inDomain }] : [],
})
const program = (sponsor: Principal): Principal => ({
  id: 'agt_me',
  type: 'agent',
  orgId: 'org_a',
  name: 'Nightly',
  agent: { sponsor, purpose: 'analytics' },
  role: 'member',
  domains: [],
})
const people: Record<string, Principal> = {
  agentOfOwner: program(who('owner')),
  agentOfMember: program(who('member')),
  owner: who('owner'),
  steward: who('steward'),
  auditor: who('auditor'),
  domainOwner: who('publisher', 'owner'),
  domainPublisher: who('publisher', 'publisher'),
  domainMember: who('member', 'member'),
  member: who('member'),
}
const things: Record<string, Resource> = {
  draft: { type: 'product', id: 'prd_1', domainId: 'dom_a', published: false },
  published: { type: 'product', id: 'prd_1', domainId: 'dom_a', published: true },
  elsewhere: { type: 'product', id: 'prd_2', domainId: 'dom_b', published: false },
  heldPort: { type: 'port', id: 'prt_1', domainId: 'dom_b', published: true, held: true },
  connection: { type: 'connection', id: 'con_1', domainId: 'dom_a' },
  request: { type: 'request', id: 'req_1', domainId: 'dom_a', principalId: 'mem_other' },
  ownRequest: { type: 'request', id: 'req_2', domainId: 'dom_a', principalId: 'mem_me' },
  ownGrant: { type: 'grant', id: 'grt_1', domainId: 'dom_b', principalId: 'mem_me' },
  agent: { type: 'agent', id: 'agt_1', principalId: 'mem_me' },
  itself: { type: 'agent', id: 'agt_me', principalId: 'mem_me' },
  agentsGrant: { type: 'grant', id: 'grt_2', domainId: 'dom_b', principalId: 'agt_me' },
  organisation: { type: 'organisation', id: 'org_a' },
  audit: { type: 'audit', id: 'org_a' },
}
const every = action.options.join(' ')
const publisher = 'discover view preview query approve revoke connect edit publish'
const own = 'discover view request revoke'

const expected: Record<string, Record<string, string>> = {
  owner: {
    draft: every,
    connection: every,
    request: every,
    ownRequest: every.replace('approve ', ''),
    audit: every,
    agent: every.replace('approve ', ''),
  },
  steward: {
    draft: 'discover view approve revoke',
    connection: 'discover view approve revoke',
    audit: '',
  },
  auditor: { draft: 'discover view audit', elsewhere: 'discover view audit', audit: 'discover view audit' },
  domainOwner: { draft: publisher, published: `${publisher} request`, elsewhere: '', connection: publisher },
  domainPublisher: { draft: publisher, request: publisher, ownRequest: `${publisher.replace('approve ', '')} request` },
  domainMember: { draft: '', published: 'discover view request', connection: '', request: '' },
  member: {
    draft: '',
    published: 'discover view request',
    heldPort: 'discover view request preview query',
    connection: '',
    request: '',
    ownRequest: own,
    ownGrant: own,
    organisation: 'discover view',
    audit: '',
    agent: 'discover view administer',
  },
  agentOfOwner: {
    draft: '',
    published: 'discover view',
    heldPort: 'discover view preview query',
    connection: '',
    request: '',
    agentsGrant: 'discover view revoke',
    agent: '',
    itself: '',
    organisation: 'discover view',
    audit: '',
  },
  agentOfMember: { published: 'discover view', heldPort: 'discover view preview query', itself: '' },
}

describe('the role table', () => {
  for (const [person, cells] of Object.entries(expected)) {
    for (const [thing, actions] of Object.entries(cells)) {
      it(`${person} on ${thing}: ${actions || 'nothing'}`, () => {
        const ask = (one: Action) => ({ principal: people[person]!, action: one, resource: things[thing]! })
        const allowed = action.options.filter((one) => decide(ask(one)).effect === 'allow')
        expect(allowed.sort()).toEqual(actions.split(' ').filter(Boolean).sort())
      })
    }
  }
  it('says which rule allowed', () => {
    const { because } = decide({ principal: people.member!, action: 'query', resource: things.heldPort! })
    expect(because).toEqual(['member: reads by grant'])
  })
})
