import * as ingestion from '@/server/ingestion'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as product from '@/server/product'
import type { ProductShape } from '@/server/product/schema'
import { listPauses } from './adjustment-store'
import { availabilityDays, contractLevels } from './contract-level'
import { endExceptions } from './end-exceptions'
import { oldestRead } from './last-read'
import { type Found, freshness } from './look'
import { listReached } from './measurement-store'
import { keptFor, keyOf, momentOf, retention } from './retention'
import { settleLook } from './settle-look'
import * as store from './store'

const EVERY = 15 * 60_000 // ms between two measurements of how old rows are

/**
 * Measures what the clock alone may break of a product: how old the rows and items are that its ports show, how long they are supported,
 * and how much of the time they were there, against what its contracts promise.
 */
export async function watchLevels(scope: OrgScope, productId: string): Promise<void> {
  const shown = await product.get(scope, { slug: productId })
  if (shown.status === 'draft' || shown.status === 'retired') return
  const at = now()
  const about = { id: shown.id, slug: shown.slug, title: shown.title, ownerId: shown.owner.id }
  const read = new Map(
    await Promise.all(shown.ports.map(async (port) => [port.name, await lastRead(scope, port)] as const)),
  )
  const since = new Date(at.getTime() - availabilityDays * 86_400_000)
  const pauses = await listPauses(scope, { productId: shown.id, since, at })
  const slot = new Date(Math.floor(at.getTime() / EVERY) * EVERY)
  const reach = new Map(
    await Promise.all(shown.ports.map(async (port) => [port.name, await reachOf(scope, port)] as const)),
  )
  await withOrg(scope, async () => {
    await store.holdWatched(scope, shown.id)
    await endExceptions(scope, about, at)
    for (const port of shown.ports) {
      const found = freshness(port, read.get(port.name) ?? null, at)
      const kept = await keptOf(scope, shown.id, reach.get(port.name) ?? [], slot)
      const levels = [...contractLevels(port, pauses, at), ...kept]
      await settleLook(scope, {
        product: about,
        port: port.name,
        kinds: ['freshness', 'service_level'],
        found: found ? [found, ...levels] : levels,
        at: slot,
        since: found ? ranOut(found, at) : undefined,
      })
    }
  })
}

/** When rows that are too old became so; both measured in hours. */
const ranOut = ({ value, high }: Found, at: Date): Date =>
  new Date(at.getTime() - Math.max(0, (value ?? 0) - (high ?? 0)) * 3_600_000)

/** How far back the rows of a port reach that its contract keeps for a time, as their profiles say. */
const reachOf = (scope: OrgScope, port: ProductShape['ports'][number]) =>
  Promise.all(
    keptFor(port).map(async (of) => {
      const { profile } = await ingestion.getSnapshot(scope, of.snapshotId)
      return { of, oldest: momentOf(profile.columns.find(({ name }) => name === of.physical)?.min) }
    }),
  )

type Reach = Awaited<ReturnType<typeof reachOf>>

/** Each held against what was measured of it last. */
async function keptOf(scope: OrgScope, productId: string, reach: Reach, at: Date): Promise<Found[]> {
  if (reach.length === 0) return []
  const before = await listReached(
    scope,
    productId,
    reach.map(({ of }) => keyOf(of)),
  )
  return reach.map(({ of, oldest }) => retention(of, oldest, before.get(keyOf(of)) ?? null, at))
}

/** When the oldest of what a port shows was read from its source; null where one never was. */
async function lastRead(scope: OrgScope, port: ProductShape['ports'][number]): Promise<Date | null> {
  const assets = await Promise.all(
    port.objects.map(({ assetId }) => ingestion.getAsset(scope, assetId).catch(() => null)),
  )
  return oldestRead(assets.map((asset) => asset?.syncedAt))
}
