import { z } from 'zod'
import { invalid } from '@/server/platform/errors'

/** Where a page of a list ended, as an opaque cursor: a moment and an id, so that new entries shift nothing. */

/** Where a page begins: after this one. */
export type Place = { at: Date; id: string } | null

const place = z.tuple([z.iso.datetime(), z.string().max(60)])

export const cursorOf = (at: Date, id: string): string =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')

export function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return null
  const read = place.safeParse(parse(cursor))
  if (read.success) return { at: new Date(read.data[0]), id: read.data[1] }
  const message = 'This cursor is not of this list: begin again without it.'
  throw invalid(message, [{ path: 'cursor', message }])
}

/** What a cursor holds; null for one that is none. */
export function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}

/** What lies after a place in a list by a moment and an id. */
export function beyond(key: 'createdAt' | 'startsAt', { at, id }: NonNullable<Place>, oldest = false) {
  return oldest
    ? { OR: [{ [key]: { gt: at } }, { [key]: at, id: { gt: id } }] }
    : { OR: [{ [key]: { lt: at } }, { [key]: at, id: { lt: id } }] }
}
