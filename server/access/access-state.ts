import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { holderIds } from './holder-ids'
import { listAsked } from './request-store'
import { openStates, type Standing } from './schema'
import * as store from './store'

const MOST = 1_000

/** What a principal holds of these products, or has asked for: by product id, one answer for each. */
export async function accessState(
  scope: OrgScope,
  principalId: string,
  productIds: string[],
): Promise<Map<string, Standing>> {
  if (productIds.length === 0) return new Map()
  const [grants, requests] = await withOrg(scope, async () => {
    const held = async () =>
      store.listHeld(scope, { holderIds: await holderIds(scope, principalId), productIds, at: now(), take: MOST })
    const asked = { principalId, productIds, states: openStates, take: MOST }
    return Promise.all([held(), listAsked(scope, asked)])
  })
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
