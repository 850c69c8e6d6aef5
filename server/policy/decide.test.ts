import { describe, expect, it } from 'vitest'
import { mintScope } from '@/server/platform/db'
import type { OrgRole, Principal } from '@/server/tenancy/schema'
import { assemble } from './assemble'
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
]
const byTable = (principal: Principal, one: Action, resource: Resource) =>
  !(one === 'approve' && resource.principalId === principal.id) &&
  table.some(({ actions, applies }) => actions.includes(one) && applies(principal, resource))

const roles: OrgRole[] = ['owner', 'steward', 'publisher', 'member', 'auditor']
const inDomains: (DomainRole | undefined)[] = [undefined, 'owner', 'publisher', 'member']
/** A column is newer than the table: its readers are those of its port. */
const kinds = resourceType.options.filter((type) => type !== 'column')

function* resources(): Generator<Resource> {
  for (const type of kinds)
    for (const domainId of [undefined, 'dom_a', 'dom_b'])
      for (const published of [undefined, false, true])
        for (const held of [undefined, false, true])
          for (const principalId of [undefined, 'mem_me', 'mem_other'])
            yield { type, id: 'x', domainId, published, held, principalId }
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

  it('are decided alike by Cedar’s own engine', () => {
    for (const role of roles)
      for (const one of action.options)
        for (const resource of [...resources()].filter((_, n) => n % 37 === 0)) {
          const query = queryOf({ principal: who(role, 'publisher'), action: one, resource })
          expect(referee(loaded, query)).toBe(loaded.set.decide(query).effect)
        }
  })

  it('are named by what they decide', () => {
    const held: Resource = { type: 'port', id: 'prt_1', domainId: 'dom_b', published: true, held: true }
    const { because } = decide({ principal: who('member'), action: 'query', resource: held })
    expect(because).toEqual(['stoa: who holds a grant reads by it'])
  })

  it('deny whoever’s policies were not read', () => {
    const stranger = { ...who('owner'), orgId: 'org_unread' }
    expect(decide({ principal: stranger, action: 'view', resource: { type: 'audit', id: 'a' } }).effect).toBe('deny')
  })
})
