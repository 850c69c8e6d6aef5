import { now } from '@/server/platform/clock'
import { type OrgScope, readOrg } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy'
import { listAsked } from './request-store'
import { openStates, type Standing } from './schema'
import * as store from './store'

const MOST = 1_000

/** What somebody, in the domains they are in now, holds of these products or has asked for: by product id, one answer for each. */
export async function accessState(
  scope: OrgScope,
  { id: principalId, domains }: Pick<Principal, 'id' | 'domains'>,
  productIds: string[],
): Promise<Map<string, Standing>> {
  if (productIds.length === 0) return new Map()
  const holderIds = [principalId, ...domains.map(({ id }) => id)]
  const [grants, requests] = await readOrg(scope, () =>
    Promise.all([
      store.listHeld(scope, { holderIds, productIds, at: now(), take: MOST }),
      listAsked(scope, { principalId, productIds, states: openStates, take: MOST }),
    ]),
  )
  return new Map(
    productIds.map((id) => {
      const held = grants.filter(({ productId }) => productId === id)
      const asked = requests.filter(({ productId }) => productId === id)
      const until = Math.max(0, ...held.map(({ endsAt }) => endsAt.getTime()))
      return [
        id,
        {
          state: held.length > 0 ? 'held' : asked.length > 0 ? 'asked' : 'none',
          until: until > 0 ? new Date(until).toISOString() : null,
          grants: held.map(({ id: grant, port, purpose, endsAt }) => ({
            id: grant,
            port,
            purpose,
            endsAt: endsAt.toISOString(),
          })),
          requests: asked.map(({ id: request, port, purpose, createdAt }) => ({
            id: request,
            port,
            purpose,
            createdAt: createdAt.toISOString(),
          })),
        },
      ]
    }),
  )
}
