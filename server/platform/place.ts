import { z } from 'zod'
import { invalid } from '@/server/platform/errors'

/** Where a page of a list ended, as an opaque cursor: a moment and an id, so that new entries shift nothing. */

/** Where a page begins: after this one. */
export type Place = { at: Date; id: string } | null

const place = z.tuple([z.iso.datetime(), z.string().max(60)])

export const cursorOf = (at: Date, id: string): string => toCursor([at.toISOString(), id])

export function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return null
  const [at, id] = fromCursor(cursor, place)
  return { at: new Date(at), id }
}

/** A place of any shape, as an opaque cursor. */
export const toCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** The place that a cursor is of; throws `invalid` for one of another list, or of none. */
export function fromCursor<T>(cursor: string, shape: z.ZodType<T>): T {
  const read = shape.safeParse(parse(cursor))
  if (read.success) return read.data
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
