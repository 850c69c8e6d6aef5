import { marked } from '@/server/catalog'
import type { Quote } from './schema'

/** The longest quote, and how much of it stands before the first word that was asked for, in characters. */
const longest = 600
const before = 120
/** Of a long text, the part that is looked through: the part that is indexed. */
const looked = 200_000

/** The part of a text where most of the words asked for stand, to the letter; its beginning where none is found as it is written. */
export function quoteOf(body: string, asked: readonly string[]): Quote {
  const marks = marked(body.slice(0, looked), asked)
  const within = (from: number) => marks.filter(([a, b]) => a >= from && b <= from + longest - before)
  let best: [number, number][] = []
  for (const [from] of marks) {
    const found = within(from)
    if (distinct(body, found) > distinct(body, best)) best = found
  }
  const start = best[0]?.[0] ?? 0
  const from = beginOf(body, Math.max(0, start - before), start)
  const to = endOf(body, from)
  const inside = marks.filter(([a, b]) => a >= from && b <= to)
  return { text: body.slice(from, to), from, to, marks: inside.map(([a, b]) => [a - from, b - from]) }
}

const distinct = (body: string, marks: readonly (readonly [number, number])[]) =>
  new Set(marks.map(([a, b]) => body.slice(a, b).toLowerCase())).size

/** Where a line or else a word begins, after `least` and not after `start`. */
function beginOf(body: string, least: number, start: number): number {
  if (least === 0) return 0
  const line = body.lastIndexOf('\n', start - 1)
  if (line >= least) return line + 1
  const space = body.slice(least, start).search(/\s/)
  return space < 0 ? start : least + space + 1
}

/** The last place where a word ends within the longest quote; half a character is never quoted. */
function endOf(body: string, from: number): number {
  if (body.length - from <= longest) return body.length
  const text = body.slice(from, from + longest)
  const space = text.search(/\s\S*$/)
  const cut = space > longest / 2 ? space : longest
  return from + (/[\uD800-\uDBFF]/.test(body[from + cut - 1] ?? '') ? cut - 1 : cut)
}
