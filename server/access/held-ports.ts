import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as product from '@/server/product'
import { within } from './grant-life'
import type { Purpose } from './schema'
import * as store from './store'

/** A port that a principal may read now, limited to what the grant recorded. */
export type HeldPort = {
  grantId: string
  purpose: Purpose
  endsAt: Date
  productId: string
  productSlug: string
  productVersion: string
  domainId: string
  portName: string
  contractId: string
  /** Of the version that is read; the grant's own is never wider. */
  contractVersion: string
  policyVersion: string
  objects: product.PortObject[]
}

const MOST_GRANTS = 500

/** The ports a principal holds at this moment, each in the newest published version within its grant's major. */
export async function heldPorts(
  scope: OrgScope,
  principalId: string,
  { purpose, productIds }: { purpose?: Purpose; productIds?: string[] } = {},
): Promise<HeldPort[]> {
  return withOrg(scope, async () => {
    const grants = await store.listGrantsAlone(
      scope,
      { principalId, productIds, liveAt: now() },
      { after: null, take: MOST_GRANTS },
    )
    const held: HeldPort[] = []
    for (const grant of grants) {
      if (purpose !== undefined && grant.purpose !== purpose) continue
      const port = await portOf(scope, grant)
      if (port) held.push(port)
    }
    return held
  })
}

async function portOf(scope: OrgScope, grant: store.GrantAlone): Promise<HeldPort | null> {
  const major = Number(grant.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: grant.productId, port: grant.port, major })
  if (!port) return null
  return {
    grantId: grant.id,
    purpose: grant.purpose as Purpose,
    endsAt: grant.endsAt,
    productId: port.productId,
    productSlug: port.slug,
    productVersion: port.version,
    domainId: port.domainId,
    portName: port.name,
    contractId: port.contractId,
    contractVersion: port.contractVersion,
    policyVersion: grant.policyVersion,
    objects: within(grant.objects, port.objects),
  }
}
