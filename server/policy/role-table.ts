import type { Principal } from '@/server/tenancy/schema'
import { type Action, action, type Resource } from './schema'

/** One line of the table: who may do what to which resources. */
export interface Rule {
  id: string
  actions: readonly Action[]
  applies: (principal: Principal, resource: Resource) => boolean
}

const every: readonly Action[] = action.options
const productLike = (resource: Resource) => resource.type === 'product' || resource.type === 'port'

/** Names this table in every grant given under it. */
export const version = 'roles-1'

/** DESIGN §3, line by line; nothing else in the house knows who may do what. */
export const rules: readonly Rule[] = [
  {
    id: 'owner: everything in the organisation',
    actions: every,
    applies: (principal) => principal.role === 'owner',
  },
  {
    id: 'steward: sees all metadata, decides requests, revokes',
    actions: ['discover', 'view', 'approve', 'revoke'],
    applies: (principal, resource) => principal.role === 'steward' && resource.type !== 'audit',
  },
  {
    id: 'auditor: sees all metadata, decisions and the audit',
    actions: ['discover', 'view', 'audit'],
    applies: (principal) => principal.role === 'auditor',
  },
  {
    id: 'domain owner or publisher: their domain',
    actions: ['discover', 'view', 'preview', 'query', 'approve', 'revoke', 'connect', 'edit', 'publish'],
    applies: (principal, resource) =>
      resource.domainId !== undefined &&
      principal.domains.some((domain) => domain.id === resource.domainId && domain.role !== 'member'),
  },
  {
    id: 'member: discovers and requests what is published',
    actions: ['discover', 'view', 'request'],
    applies: (_, resource) => productLike(resource) && resource.published === true,
  },
  {
    id: 'member: knows the organisation and its domains',
    actions: ['discover', 'view'],
    applies: (_, resource) => resource.type === 'organisation' || resource.type === 'domain',
  },
  {
    id: 'member: reads by grant',
    actions: ['preview', 'query'],
    applies: (_, resource) => productLike(resource) && resource.held === true,
  },
  {
    id: 'member: sees their own requests and grants, and may give a grant back',
    actions: ['discover', 'view', 'request', 'revoke'],
    applies: (principal, resource) =>
      (resource.type === 'request' || resource.type === 'grant') && resource.principalId === principal.id,
  },
  {
    id: 'member: runs the agents they sponsor',
    actions: ['discover', 'view', 'administer'],
    applies: (principal, resource) => resource.type === 'agent' && resource.principalId === principal.id,
  },
]

/** An agent only finds and reads, and gives back what it holds: whatever else its sponsor may is not for a program. */
export const beyondAgents = 'an agent only finds and reads'
const ofAgents: readonly Action[] = ['discover', 'view', 'preview', 'query', 'revoke']
export const goesBeyond = (principal: Principal, action: Action): boolean =>
  principal.type === 'agent' && !ofAgents.includes(action)
export const beyondSponsor = 'an agent may no more than its sponsor'

/** A request is never decided by the one who asks, whatever their role. */
export const ownRequest = 'nobody decides their own request'
export const decidesOwn = (principal: Principal, action: Action, resource: Resource): boolean =>
  action === 'approve' && resource.principalId === principal.id
