import * as access from '@/server/access'
import * as agents from '@/server/agent'
import { isAgent } from '@/server/agent/schema'
import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { invalid, notFound } from '@/server/platform/errors'
import type { Resource } from '@/server/policy'
import * as product from '@/server/product'
import type { Principal } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** What a question about policy names, as a decision knows it: who, and what. */

const page = 200
const most = 2_000

/** Everyone who may act at this moment. */
export async function listPrincipals(scope: OrgScope): Promise<Principal[]> {
  const members = await tenancy.listMembers(scope)
  return members
    .filter(({ state }) => state === 'active')
    .map(({ id, email, name, role, domains }) => ({
      id,
      type: 'member',
      orgId: scope.orgId,
      name,
      email,
      role,
      domains,
    }))
}

/** A principal by id or e-mail; an agent with its sponsor behind it. */
export async function principalNamed(scope: OrgScope, named: string): Promise<Principal> {
  if (isAgent(named)) {
    const agent = await agents.loadPrincipal(scope, named)
    if (!agent.ok) throw notFound('active agent')
    return agent.principal
  }
  const found = (await listPrincipals(scope)).find(({ id, email }) => id === named || email === named.toLowerCase())
  if (!found) throw notFound('active member')
  return found
}

/** Products of the organisation, and who holds which of them: what a draft of policies is tried on. */
export async function listProductFacts(scope: OrgScope) {
  const products: Resource[] = []
  let cursor: string | undefined
  do {
    const found = await product.list(scope, { sees: (one) => products.push(one) > 0, limit: page, cursor })
    cursor = found.nextCursor ?? undefined
  } while (cursor && products.length < most)
  const held = new Set<string>()
  const grants = await access.listGrants(scope, { live: true, limit: page })
  for (const grant of grants.items) held.add(`${grant.principal} ${grant.product}`)
  return { products, holds: (principal: Principal, { facts }: Resource) => held.has(`${principal.id} ${facts?.slug}`) }
}

const byPrefix = { con: 'connection', ast: 'asset', run: 'run', req: 'request', grt: 'grant' } as const

/** A thing by what a reader calls it: `product`, `product/port`, `domain:sales`, `organisation`, `audit`, `policy`, or an id. */
export async function resourceNamed(scope: OrgScope, named: string, asker: Principal): Promise<Resource> {
  if (named === 'organisation' || named === 'audit' || named === 'policy') return { type: named, id: scope.orgId }
  const found = await findNamed(scope, named)
  if (!found) throw notFound(`resource as "${named}"`)
  if (found.type !== 'product' && found.type !== 'port') return found
  const productId = found.type === 'product' ? found.id : (found.id.split('/')[0] ?? '')
  const port = found.type === 'port' ? found.id.slice(productId.length + 1) : null
  const held = await access.heldPorts(scope, asker.id, { productIds: [productId] })
  return { ...found, held: held.some((one) => port === null || one.portName === port) }
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
  const { id, domainId, published, facts } = found
  const name = port.join('/')
  return {
    type: 'port',
    id: `${id}/${name}`,
    domainId,
    published,
    facts: { name, product: facts.slug, tags: facts.tags },
    within: [{ type: 'product', id }],
  }
}
