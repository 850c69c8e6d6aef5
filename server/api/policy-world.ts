import * as access from '@/server/access'
import * as agents from '@/server/agent'
import { isAgent } from '@/server/agent/schema'
import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { invalid, notFound } from '@/server/platform/errors'
import type { Resource } from '@/server/policy'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Principal } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** What a question about policy names, as a decision knows it: who, and what. */

const page = 200
const most = 2_000

/** Agents beyond so many are left out of what is asked about everyone. */
const mostAgents = 500

/** Everyone who may act at this moment, the agents behind the members; by name. */
export async function listPrincipals(scope: OrgScope): Promise<Principal[]> {
  const everyone = await listMembers(scope)
  for (const { id, refused } of (await agents.list(scope, {})).slice(0, mostAgents)) {
    const agent = refused === null ? await agents.loadPrincipal(scope, id) : null
    if (agent?.ok) everyone.push(agent.principal)
  }
  return everyone
}

async function listMembers(scope: OrgScope): Promise<Principal[]> {
  const members = await tenancy.listMembers(scope)
  return members
    .filter(({ state }) => state === 'active')
    .map(
      ({ id, email, name, role, domains }): Principal => ({
        id,
        type: 'member',
        orgId: scope.orgId,
        name,
        email,
        role,
        domains,
      }),
    )
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
}

/** A principal by id or e-mail; an agent with its sponsor behind it. */
export async function principalNamed(scope: OrgScope, named: string): Promise<Principal> {
  if (isAgent(named)) {
    const agent = await agents.loadPrincipal(scope, named)
    if (!agent.ok) throw notFound('active agent')
    return agent.principal
  }
  const found = (await listMembers(scope)).find(({ id, email }) => id === named || email === named.toLowerCase())
  if (!found) throw notFound('active member')
  return found
}

/** Products of the organisation, and who holds which of them: what a draft of policies is tried on. */
export async function listProductFacts(scope: OrgScope) {
  const products = new Map<string, Resource>()
  // A row is shown as its readers know it first, then perhaps as a draft.
  const sees = (one: Resource) => products.has(one.id) || products.set(one.id, one).size > 0
  let cursor: string | undefined
  do {
    const found = await product.list(scope, { sees, limit: page, cursor })
    cursor = found.nextCursor ?? undefined
  } while (cursor && products.size < most)
  const held = new Set<string>()
  let next: string | undefined
  do {
    const grants = await access.listGrants(scope, { live: true, limit: page, cursor: next })
    for (const grant of grants.items)
      held.add(`${grant.principal} ${grant.product}`).add(`${grant.principal} ${grant.product}/${grant.port}`)
    next = grants.nextCursor ?? undefined
  } while (next && held.size < most)
  const holders = ({ id, domains }: Principal) => [id, ...domains.map((one) => one.id)]
  const holds = (principal: Principal, { facts }: Resource) =>
    holders(principal).some((holder) => held.has(`${holder} ${facts?.slug ?? `${facts?.product}/${facts?.name}`}`))
  return { products: [...products.values()], holds }
}

const byPrefix = { con: 'connection', ast: 'asset', run: 'run', req: 'request', grt: 'grant' } as const

/** A thing by what a reader calls it: `product`, `product/port`, `domain:sales`, `organisation`, `audit`, `policy`, `wanted`, or an id. */
export async function resourceNamed(scope: OrgScope, named: string): Promise<Resource> {
  if (named === 'organisation' || named === 'audit' || named === 'policy' || named === 'wanted')
    return { type: named, id: scope.orgId }
  const found = await findNamed(scope, named)
  if (!found) throw notFound(`resource as "${named}"`)
  return found
}

/** Products and ports, each with whether this principal holds a live grant that covers it. */
export async function heldBy(scope: OrgScope, { id }: Principal, of: readonly Resource[]): Promise<Resource[]> {
  const productIds = [...new Set(of.map((one) => one.id.split('/')[0] ?? ''))]
  const held = await access.heldPorts(scope, id, { productIds })
  return of.map((one) => {
    if (one.type !== 'product' && one.type !== 'port') return one
    return {
      ...one,
      held: held.some(({ productId, portName }) => [productId, `${productId}/${portName}`].includes(one.id)),
    }
  })
}

/** The ports of a product as they are published now. */
export async function portsOf(scope: OrgScope, of: Resource): Promise<Resource[]> {
  if (!of.published) return []
  const { ports } = await product.get(scope, { slug: of.id })
  return ports.map(({ name }) => policy.portResource({ name }, of))
}

async function findNamed(scope: OrgScope, named: string): Promise<Resource | null> {
  if (named.startsWith('domain:')) {
    const domain = await tenancy.findDomain(scope, named.slice(7))
    return domain && { type: 'domain', id: domain.id, domainId: domain.id }
  }
  const kind = byPrefix[named.split('_')[0] as keyof typeof byPrefix]
  if (named.includes('_') && kind) {
    if (kind === 'request' || kind === 'grant') return access.resource(scope, kind, named)
    return ingestion.findResource(scope, kind, named)
  }
  const [slug = '', ...port] = named.split('/')
  if (slug === '') throw invalid('Name a resource: a product, product/port, domain:slug, or an id.')
  const found = await product.resource(scope, slug)
  if (!found || port.length === 0) return found
  return policy.portResource({ name: port.join('/') }, found)
}
