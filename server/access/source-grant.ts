import { createHmac } from 'node:crypto'
import type { SourceGrant } from '@/server/connectors'
import type { OrgScope } from '@/server/platform/db'
import { derivedKey } from '@/server/platform/secrets'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as deliveries from './delivery-store'
import { findDelivery } from './find-delivery'
import { within } from './grant-life'
import { sourceObjects } from './source-objects'
import type { StoredGrant } from './store'

const MOST = 1_000

/** The password by which a proof signs in: made of the installation's key, so that it is kept nowhere. */
const proofPassword = (grant: string) =>
  createHmac('sha256', derivedKey('proofs in sources')).update(grant).digest('base64url')

/**
 * A grant as its source is to give it: the columns that its port shows today and the grant recorded, with the rows and masks of the
 * policies of this moment; `obstacle` says why it must not be open there now.
 */
export async function sourceGrant(
  scope: OrgScope,
  grant: StoredGrant,
): Promise<{ grant: SourceGrant; obstacle: string | null }> {
  const major = Number(grant.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: grant.productId, port: grant.port, major })
  const objects = port ? within(grant.objects, port.objects) : []
  const { principalId, connectionId } = grant
  const here = { connectionId: connectionId ?? '', principalId, take: MOST }
  const beside = (await deliveries.listInSources(scope, here)).filter((id) => id !== grant.id)
  const place = port && (await findDelivery(scope, port))
  const holder = await tenancy.loadPrincipal(scope, principalId)
  const standing = obstacleOf(grant, { major, readable: objects.length > 0, place, active: holder !== null })
  await policy.load(scope)
  const seen = standing === null && holder && port ? sourceObjects(holder, grant, { port, objects }) : null
  return {
    obstacle: standing ?? (seen?.ok === false ? seen.why : null),
    grant: {
      id: grant.id,
      grantee: `${connectionId} ${principalId}`,
      beside,
      until: grant.endsAt,
      proofPassword: proofPassword(grant.id),
      // Where it must not be open, nothing of it is made: taking back needs its names alone.
      ...(seen?.ok ? seen.given : { objects: [] }),
      ...(grant.mark ? { mark: grant.mark } : {}),
    },
  }
}

type Now = { major: number; readable: boolean; place: { id: string } | null; active: boolean }

function obstacleOf(grant: StoredGrant, { major, readable, place, active }: Now): string | null {
  if (grant.asleepSince) return 'It sleeps since a restore, until an owner confirms it.'
  if (grant.principalType !== 'member') return 'Only what one person holds is given in a source.'
  if (grant.rows !== null) return 'It shows some rows only, and the source would show every one.'
  if (!active) return 'Its holder is not active in the organisation.'
  if (!readable) return `Version ${major} of the product can no longer be read.`
  if (!place) return 'The connection no longer delivers grants into its source.'
  if (place.id !== grant.connectionId) return 'The port now stands on another connection: ask for it anew.'
  return null
}
