import { z } from 'zod'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { fromCursor, toCursor } from '@/server/platform/place'
import { listWatched, type Sight, type Watched } from './list-watched'
import type { PromiseRow, PromisesAsk } from './standing-schema'
import * as store from './standing-store'
import { worst } from './worst'

type Ask = Sight & PromisesAsk & { cursor?: string; limit: number }
/** Products with their promises by kind: those that break one gravely first, then by title. `total` counts what there is to page through. */
export async function listPromises(
  scope: OrgScope,
  { kind, state, cursor, limit, ...sight }: Ask,
): Promise<{ items: PromiseRow[]; nextCursor: string | null; total: number }> {
  const after = cursor === undefined ? null : fromCursor<Place>(cursor, place)
  const [watched, stored] = await withOrg(scope, async () => {
    const found = await listWatched(scope, sight)
    return [found, await store.listCells(scope, [...found.keys()], now())] as const
  })
  const cells = stored.filter(
    (cell) => (kind === undefined || cell.kind === kind) && (state === undefined || cell[state] > 0),
  )
  const byProduct = new Map<string, store.StoredCell[]>()
  for (const cell of cells) byProduct.set(cell.productId, [...(byProduct.get(cell.productId) ?? []), cell])
  const rows = [...byProduct].map(([id, own]) => rowOf(watched.get(id)!, own)).sort((a, b) => compare(a.place, b.place))
  const begin = after ? rows.findIndex((row) => compare(row.place, after) > 0) : 0
  const page = begin < 0 ? [] : rows.slice(begin, begin + limit)
  const isLast = begin < 0 || begin + limit >= rows.length
  return {
    items: page.map(({ row }) => row),
    nextCursor: isLast ? null : toCursor(page.at(-1)!.place),
    total: rows.length,
  }
}

/** How grave the worst of a row is, its title, and its id where two have the same. */
type Place = [number, string, string]
const TOLD = 60 // characters of a title that a cursor has room for
const place = z.tuple([z.number().int(), z.string().max(TOLD), z.string().max(60)])

function rowOf({ id, slug, title, domain }: Watched, own: store.StoredCell[]): { row: PromiseRow; place: Place } {
  const cells = own.map(({ productId: _, ...cell }) => ({ ...cell, state: worst(cell) }))
  const sum = (key: 'broken' | 'unknown') => own.reduce((all, cell) => all + cell[key], 0)
  const state = worst({ broken: sum('broken'), unknown: sum('unknown') })
  const rank = own.some(({ grave }) => grave) ? 0 : { broken: 1, unknown: 2, kept: 3 }[state]
  return {
    row: { product: { id, slug, title, domain: domain.slug }, state, cells },
    place: [rank, title.slice(0, TOLD), id],
  }
}

const compare = (a: Place, b: Place) =>
  a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)
