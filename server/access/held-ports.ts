import * as agent from '@/server/agent'
import { isAgent } from '@/server/agent/schema'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Principal } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { within } from './grant-life'
import { holderIds } from './holder-ids'
import type { Purpose } from './schema'
import { sponsored } from './sponsored'
import * as store from './store'

/** A port that a principal may read now, limited to what the grant recorded. */
export type HeldPort = {
  grantId: string
  purpose: Purpose
  endsAt: Date
  productId: string
  productSlug: string
  productTitle: string
  productVersion: string
  productTags: string[]
  domainId: string
  portName: string
  contractId: string
  /** Of the version that is read; the grant's own is never wider. */
  contractVersion: string
  policyVersion: string
  objects: HeldObject[]
  /** Of a context product; they are read whole or not at all. */
  items: product.ItemObject[]
}
/** An object with the columns that may be read of it, and the rows: those for which the condition, over every of its columns, is true. */
type HeldObject = product.PortObject & {
  condition: { where: string; columns: { name: string; as: string }[] } | null
  every?: product.PortObject['columns']
}

const MOST_GRANTS = 500

type Ask = {
  purpose?: Purpose
  productIds?: string[]
  /** The domains they are in, where the caller has just read them: else they are looked up. */
  domains?: readonly { id: string }[]
}

/**
 * The ports somebody may read by grant at this moment, themselves or through a domain, each in the newest published version within its
 * grant's major. An agent reads under its own purpose alone, and no more than its sponsor.
 */
export async function heldPorts(scope: OrgScope, principalId: string, ask: Ask = {}): Promise<HeldPort[]> {
  return withOrg(scope, async () => {
    if (!isAgent(principalId)) return portsHeld(scope, principalId, ask)
    const found = await agent.loadPrincipal(scope, principalId)
    if (!found.ok || !found.principal.agent) return []
    const { sponsor, purpose } = found.principal.agent
    if (ask.purpose !== undefined && ask.purpose !== purpose) return []
    const held = await portsHeld(scope, principalId, { ...ask, purpose, domains: [] })
    if (held.length === 0) return []
    await policy.load(scope)
    const { domains } = sponsor
    const productIds = held.map(({ productId }) => productId)
    const theirs = await portsHeld(scope, sponsor.id, { purpose, productIds, domains })
    // A program comes in by this door alone, for its one purpose: the same is asked of its sponsor.
    return sponsored(held, theirs, (port) => readsByRole(sponsor, port, { surface: 'rest', purpose }))
  })
}

function readsByRole(principal: Principal, port: HeldPort, circumstances: policy.Circumstances): boolean {
  const { productId: id, productSlug: slug, productTags: tags, portName: name, domainId } = port
  const whole = { type: 'product' as const, id, domainId, published: true, facts: { slug, tags } }
  const resource = { ...policy.portResource({ name }, whole), held: false }
  return policy.decide({ principal, action: 'query', resource, circumstances }).effect === 'allow'
}

async function portsHeld(scope: OrgScope, principalId: string, ask: Ask): Promise<HeldPort[]> {
  const { purpose, productIds, domains } = ask
  const holders = domains ? [principalId, ...domains.map(({ id }) => id)] : await holderIds(scope, principalId)
  const [grants, open] = await Promise.all([
    store.listHeld(scope, { holderIds: holders, productIds, at: now(), take: MOST_GRANTS }),
    tenancy.openPurposes(scope),
  ])
  const live = grants.filter((one) => open.has(one.purpose) && (purpose === undefined || one.purpose === purpose))
  const ports = await Promise.all(live.map((grant) => portOf(scope, grant)))
  return ports.filter((port) => port !== null)
}

async function portOf(scope: OrgScope, grant: store.GrantAlone): Promise<HeldPort | null> {
  const major = Number(grant.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: grant.productId, port: grant.port, major })
  if (!port) return null
  return {
    grantId: grant.id,
    purpose: grant.purpose,
    endsAt: grant.endsAt,
    productId: port.productId,
    productSlug: port.slug,
    productTitle: port.title,
    productVersion: port.version,
    productTags: port.tags,
    domainId: port.domainId,
    portName: port.name,
    contractId: port.contractId,
    contractVersion: port.contractVersion,
    policyVersion: grant.policyVersion,
    objects: within(
      grant.objects,
      port.objects.map((object) => ({ ...object, every: object.columns, condition: conditionOf(object, grant.rows) })),
    ),
    items: within(grant.objects, port.items),
  }
}

const conditionOf = ({ columns }: product.PortObject, where: string | null): HeldObject['condition'] =>
  where === null ? null : { where, columns: columns.map(({ name, physical }) => ({ name: physical, as: name })) }
