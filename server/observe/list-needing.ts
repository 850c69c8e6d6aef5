import { z } from 'zod'
import type { OrgScope } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import { parse } from '@/server/platform/place'
import * as product from '@/server/product'
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
  const ids = [...(await listWatched(scope, sight)).keys()]
  const places = await listPlaces(scope, { ids, states: states.filter(isLive) }, { after, take: limit + 1 })
  const shown = places.slice(0, limit)
  const read = await store.findIncidents(
    scope,
    shown.map(({ id }) => id),
  )
  const rows = shown.flatMap((place) => read.find(({ id }) => id === place.id) ?? [])
  const facts = await product.listFacts(
    scope,
    rows.map(({ productId }) => productId),
  )
  const names = await tenancy.loadNames(scope, {
    members: rows.map(({ ownerId }) => ownerId),
    domains: [...facts.values()].map(({ resource }) => resource.domainId),
  })
  const last = shown.at(-1)
  return {
    items: rows.flatMap((row) => {
      const of = facts.get(row.productId)
      return of ? [toIncidentShape(row, of, names)] : []
    }),
    nextCursor: places.length > limit && last ? cursorOf(last) : null,
  }
}

const cursorOf = ({ need, at, id }: { need: number; at: Date; id: string }) =>
  Buffer.from(JSON.stringify([need, at.toISOString(), id])).toString('base64url')

function placeOf(cursor: string) {
  const read = place.safeParse(parse(cursor))
  if (read.success) return { need: read.data[0], at: new Date(read.data[1]), id: read.data[2] }
  const message = 'This cursor is not of this list: begin again without it.'
  throw invalid(message, [{ path: 'cursor', message }])
}
