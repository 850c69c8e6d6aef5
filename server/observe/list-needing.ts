import { z } from 'zod'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { fromCursor, toCursor } from '@/server/platform/place'
import * as tenancy from '@/server/tenancy'
import { isLive } from './incident-life'
import { toIncidentShape } from './incident-shape'
import { listWatched, type Sight } from './list-watched'
import { type Incident, type IncidentState, liveStates } from './schema'
import { listNeeding as listPlaces } from './standing-store'
import * as store from './store'

const place = z.tuple([z.number().int(), z.iso.datetime(), z.string().max(60)])

type Ask = Sight & { states?: readonly IncidentState[]; cursor?: string; limit: number }
/** What needs somebody, what needs it most first: errors before warnings, what came back and what nobody looks after before the rest. */
export async function listNeeding(
  scope: OrgScope,
  { states = liveStates, cursor, limit, ...sight }: Ask,
): Promise<{ items: Incident[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : placeOf(cursor)
  // One transaction for what follows on each other.
  return withOrg(scope, async () => {
    const watched = await listWatched(scope, sight)
    const of = { ids: [...watched.keys()], states: states.filter(isLive) }
    const places = await listPlaces(scope, of, { after, take: limit + 1 })
    const shown = places.slice(0, limit)
    const read = await store.findIncidents(
      scope,
      shown.map(({ id }) => id),
    )
    const { members } = await tenancy.loadNames(scope, { members: read.map(({ ownerId }) => ownerId) })
    const items = shown.flatMap((place) => {
      const row = read.find(({ id }) => id === place.id)
      const product = row && watched.get(row.productId)
      if (!row || !product) return []
      return [
        toIncidentShape(row, product, { members, domains: new Map([[product.resource.domainId, product.domain]]) }),
      ]
    })
    const last = shown.at(-1)
    return { items, nextCursor: places.length > limit && last ? cursorOf(last) : null }
  })
}

const cursorOf = ({ need, at, id }: { need: number; at: Date; id: string }) => toCursor([need, at.toISOString(), id])

function placeOf(cursor: string) {
  const [need, at, id] = fromCursor(cursor, place)
  return { need, at: new Date(at), id }
}
