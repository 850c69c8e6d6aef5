import { z } from 'zod'
import { invalid } from '@/server/platform/errors'
import { firstId, type Noun } from '@/server/platform/ids'

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

/** An id is made within so many ms of what it is the id of: ids never go back, though a clock may be set back by hours. */
const AMISS = 86_400_000

/** Ids sort by birth, so that a time is a place among them: between these lie those of what came in it, and hardly any other. */
export const bornWithin = (noun: Noun, { from, to }: { from?: string; to?: string }) => ({
  gte: from && firstId(noun, Math.max(0, Date.parse(from) - AMISS)),
  lt: to && firstId(noun, Math.max(0, Date.parse(to) + AMISS)),
})

const inOrder = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * Between these lies everything that begins with a name, in the order of bytes and in that of any language, and hardly anything else: up
 * to the same with its last letter one further. No end where it has no such letter.
 */
export function withinOf(name: string): { gte: string; lt?: string } {
  const short = name.replace(/z+$/, '')
  const at = inOrder.indexOf(short.at(-1) ?? '-')
  return { gte: name, ...(at >= 0 && { lt: short.slice(0, -1) + inOrder[at + 1] }) }
}

/** What lies after a place in a list by a moment and an id. The moment stands before the choice, so that an index is entered there. */
export function beyond(key: 'createdAt' | 'startsAt', { at, id }: NonNullable<Place>, oldest = false) {
  return oldest
    ? { [key]: { gte: at }, OR: [{ [key]: { gt: at } }, { id: { gt: id } }] }
    : { [key]: { lte: at }, OR: [{ [key]: { lt: at } }, { id: { lt: id } }] }
}
