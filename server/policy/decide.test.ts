import { describe, expect, it } from 'vitest'
import { mintScope } from '@/server/platform/db'
import type { OrgRole, Principal } from '@/server/tenancy/schema'
import { assemble } from './assemble'
import { PolicySet } from './compile/policy-set'
import { decide } from './decide'
import { queryOf } from './facts'
import { keepLoaded } from './loaded'
import { readShipped } from './read-shipped'
import { referee } from './referee'
import { type Action, action, type Resource, resourceType } from './schema'

type DomainRole = 'owner' | 'publisher' | 'member'
const who = (role: OrgRole, inDomain?: DomainRole): Principal => ({
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
  heldItem: { type: 'item', id: 'itm_1', domainId: 'dom_b', held: true },
  ownItem: { type: 'item', id: 'itm_2', domainId: 'dom_a', held: false },
  connection: { type: 'connection', id: 'con_1', domainId: 'dom_a' },
  request: { type: 'request', id: 'req_1', domainId: 'dom_a', principalId: 'mem_other' },
  ownRequest: { type: 'request', id: 'req_2', domainId: 'dom_a', principalId: 'mem_me' },
  ownGrant: { type: 'grant', id: 'grt_1', domainId: 'dom_b', principalId: 'mem_me' },
  agent: { type: 'agent', id: 'agt_1', principalId: 'mem_me' },
  itself: { type: 'agent', id: 'agt_me', principalId: 'mem_me' },
  agentsGrant: { type: 'grant', id: 'grt_2', domainId: 'dom_b', principalId: 'agt_me' },
  organisation: { type: 'organisation', id: 'org_a' },
  audit: { type: 'audit', id: 'org_a' },
  board: { type: 'wanted', id: 'org_a' },
  domainsBoard: { type: 'wanted', id: 'org_a', domainId: 'dom_a' },
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
    board: every,
    agent: every.replace('approve ', ''),
  },
  steward: {
    draft: 'discover view approve revoke',
    connection: 'discover view approve revoke',
    audit: '',
    board: 'discover view approve revoke',
  },
  auditor: {
    draft: 'discover view audit',
    elsewhere: 'discover view audit',
    audit: 'discover view audit',
    board: 'discover view audit',
  },
  domainOwner: {
    draft: publisher,
    published: `${publisher} request`,
    elsewhere: '',
    connection: publisher,
    board: '',
    domainsBoard: publisher,
  },
  domainPublisher: { draft: publisher, request: publisher, ownRequest: `${publisher.replace('approve ', '')} request` },
  domainMember: { domainsBoard: '', draft: '', published: 'discover view request', connection: '', request: '' },
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
    board: '',
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
    board: '',
    domainsBoard: '',
  },
  agentOfMember: { published: 'discover view', heldPort: 'discover view preview query', itself: '' },
}

/** The table of DESIGN's roles that stood here before policies did, as it was: what the shipped policies must say, cell by cell. */
const productLike = ({ type }: Resource) => type === 'product' || type === 'port'
type Rule = { actions: readonly Action[]; applies: (principal: Principal, resource: Resource) => boolean }
const table: Rule[] = [
  { actions: action.options, applies: ({ role }) => role === 'owner' },
  {
    actions: ['discover', 'view', 'approve', 'revoke'],
    applies: ({ role }, { type }) => role === 'steward' && type !== 'audit',
  },
  { actions: ['discover', 'view', 'audit'], applies: ({ role }) => role === 'auditor' },
  {
    actions: ['discover', 'view', 'preview', 'query', 'approve', 'revoke', 'connect', 'edit', 'publish'],
    applies: ({ domains }, { domainId }) =>
      domainId !== undefined && domains.some(({ id, role }) => id === domainId && role !== 'member'),
  },
  {
    actions: ['discover', 'view', 'request'],
    applies: (_, resource) => productLike(resource) && resource.published === true,
  },
  { actions: ['discover', 'view'], applies: (_, { type }) => type === 'organisation' || type === 'domain' },
  { actions: ['preview', 'query'], applies: (_, resource) => productLike(resource) && resource.held === true },
  {
    actions: ['discover', 'view', 'request', 'revoke'],
    applies: ({ id }, { type, principalId }) => (type === 'request' || type === 'grant') && principalId === id,
  },
  {
    actions: ['discover', 'view', 'administer'],
    applies: ({ id }, { type, principalId }) => type === 'agent' && principalId === id,
  },
]
const byTable = (principal: Principal, one: Action, resource: Resource) =>
  !(one === 'approve' && resource.principalId === principal.id) &&
  table.some(({ actions, applies }) => actions.includes(one) && applies(principal, resource))

const ofAgents: readonly Action[] = ['discover', 'view', 'preview', 'query', 'revoke']
const roles: OrgRole[] = ['owner', 'steward', 'publisher', 'member', 'auditor']
const inDomains: (DomainRole | undefined)[] = [undefined, 'owner', 'publisher', 'member']
/** Columns and items are newer than the table: their readers are those of their port. */
const kinds = resourceType.options.filter((type) => type !== 'column' && type !== 'item')

function* resources(): Generator<Resource> {
  for (const type of kinds)
    for (const domainId of [undefined, 'dom_a', 'dom_b'])
      for (const published of [undefined, false, true])
        for (const held of [undefined, false, true])
          for (const principalId of [undefined, 'mem_me', 'mem_other'])
            yield { type, id: 'x', domainId, published, held, principalId }
}

/** What an organisation might say of one person: an agent of theirs is stopped by it as well. */
const forbidMember = {
  effect: 'forbid' as const,
  principal: { op: '==' as const, entity: { type: 'Member', id: 'mem_me' } },
  action: { op: 'All' as const },
  resource: { op: 'All' as const },
  conditions: [],
}
const loaded = keepLoaded('org_a', assemble(mintScope('org_a'), readShipped(), { number: 0, policies: [] }))

describe('the shipped policies', () => {
  for (const role of roles)
    for (const inDomain of inDomains)
      it(`say of ${role}${inDomain ? `, ${inDomain} of a domain,` : ''} what the table of roles said`, () => {
        const principal = who(role, inDomain)
        const different: string[] = []
        let cells = 0
        for (const resource of resources())
          for (const one of action.options) {
            cells++
            const allowed = decide({ principal, action: one, resource }).effect === 'allow'
            if (allowed !== byTable(principal, one, resource)) different.push(`${one} ${JSON.stringify(resource)}`)
          }
        expect(different).toEqual([])
        expect(cells).toBe(kinds.length * 3 * 3 * 3 * 3 * action.options.length)
      })

  for (const [person, cells] of Object.entries(expected))
    for (const [thing, actions] of Object.entries(cells))
      it(`say of ${person} on ${thing}: ${actions || 'nothing'}`, () => {
        const ask = (one: Action) => ({ principal: people[person]!, action: one, resource: things[thing]! })
        const allowed = action.options.filter((one) => decide(ask(one)).effect === 'allow')
        expect(allowed.sort()).toEqual(actions.split(' ').filter(Boolean).sort())
      })

  it('give an agent nothing that its sponsor may not, and of that only what finds, reads and gives back', () => {
    const beyond: string[] = []
    for (const role of roles)
      for (const resource of resources())
        for (const one of action.options) {
          const sponsor = who(role, 'publisher')
          const allowed = decide({ principal: program(sponsor), action: one, resource }).effect === 'allow'
          const may = decide({ principal: sponsor, action: one, resource }).effect === 'allow'
          if (allowed && !(may && ofAgents.includes(one))) beyond.push(`${role} ${one} ${JSON.stringify(resource)}`)
        }
    expect(beyond).toEqual([])
  })

  it('are decided alike by Cedar’s own engine', () => {
    for (const principal of [...roles.map((role) => who(role, 'publisher')), program(who('owner'))])
      for (const one of action.options)
        for (const resource of [...resources()].filter((_, n) => n % 37 === 0)) {
          const query = queryOf({ principal, action: one, resource })
          expect(referee(loaded, query)).toBe(loaded.set.decide(query).effect)
        }
  })

  it('are named by what they decide', () => {
    const held: Resource = { type: 'port', id: 'prt_1', domainId: 'dom_b', published: true, held: true }
    const { because } = decide({ principal: who('member'), action: 'query', resource: held })
    expect(because).toEqual(['stoa: who holds a grant reads by it'])
  })

  it('name what stops an agent', () => {
    const because = (sponsor: Principal, one: Action, resource: Resource) =>
      decide({ principal: program(sponsor), action: one, resource }).because
    expect(because(who('owner'), 'request', things.published!)).toEqual([
      'stoa: an agent only finds and reads, and gives back what it holds',
    ])
    const denied = [{ id: 'no', json: forbidMember }]
    const before = keepLoaded('org_a', { ...loaded, set: new PolicySet([...readShipped().sources, ...denied]) })
    expect(before.set).not.toBe(loaded.set)
    expect(because(who('member'), 'discover', things.published!)).toEqual([
      'stoa: an agent may no more than its sponsor',
    ])
    keepLoaded('org_a', loaded)
  })

  it('deny whoever’s policies were not read', () => {
    const stranger = { ...who('owner'), orgId: 'org_unread' }
    expect(decide({ principal: stranger, action: 'view', resource: { type: 'audit', id: 'a' } }).effect).toBe('deny')
  })
})
