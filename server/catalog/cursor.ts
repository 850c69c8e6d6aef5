import { createHash } from 'node:crypto'
import { z } from 'zod'
import { invalid } from '@/server/platform/errors'
import { parse } from '@/server/platform/place'

/** A page's end, sealed to the question it belongs to: a cursor of another question would skip or repeat entries. */

const place = z.tuple([z.array(z.union([z.string(), z.number()])).max(4), z.string()])

const mark = (question: string) => createHash('sha256').update(question).digest('base64url').slice(0, 8)

export const cursorOf = (next: readonly (string | number)[], question: string): string =>
  Buffer.from(JSON.stringify([next, mark(question)])).toString('base64url')

export function placeOf(cursor: string, question: string): (string | number)[] {
  const read = place.safeParse(parse(cursor))
  if (read.success && read.data[1] === mark(question)) return read.data[0]
  const message = 'This cursor is not of this search: begin again without it.'
  throw invalid(message, [{ path: 'cursor', message }])
}
