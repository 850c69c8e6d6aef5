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
import * as store from './standing-store'

const place = z.tuple([z.number().int(), z.iso.datetime(), z.string().max(60)])

type Ask = Sight & { states?: readonly IncidentState[]; cursor?: string; limit: number }
/** What needs somebody, what needs it most first: errors before warnings, what came back and what nobody looks after before the rest. */
export async function listNeeding(
  scope: OrgScope,
  { states = liveStates, cursor, limit, ...sight }: Ask,
): Promise<{ items: Incident[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : placeOf(cursor)
  const ids = [...(await listWatched(scope, sight)).keys()]
  const rows = await store.listNeeding(scope, { ids, states: states.filter(isLive) }, { after, take: limit + 1 })
  const shown = rows.slice(0, limit)
  const facts = await product.listFacts(
    scope,
    shown.map(({ productId }) => productId),
  )
  const names = await tenancy.loadNames(scope, {
    members: shown.map(({ ownerId }) => ownerId),
    domains: [...facts.values()].map(({ resource }) => resource.domainId),
  })
  const last = shown.at(-1)
  return {
    items: shown.flatMap(({ need: _, ...row }) => {
      const of = facts.get(row.productId)
      return of ? [toIncidentShape(row, of, names)] : []
    }),
    nextCursor: rows.length > limit && last ? cursorOf(last) : null,
  }
}

const cursorOf = ({ need, lastSeenAt, id }: { need: number; lastSeenAt: Date; id: string }) =>
  Buffer.from(JSON.stringify([need, lastSeenAt.toISOString(), id])).toString('base64url')

function placeOf(cursor: string) {
  const read = place.safeParse(parse(cursor))
  if (read.success) return { need: read.data[0], at: new Date(read.data[1]), id: read.data[2] }
  const message = 'This cursor is not of this list: begin again without it.'
  throw invalid(message, [{ path: 'cursor', message }])
}
