import type { Marks } from '@/server/catalog/schema'

/** A text with its matches marked: `marks` are [from, to) in UTF-16 units, in order, and do not overlap. */
export function Marked({ text, marks }: { text: string; marks: Marks }) {
  const parts: { at: number; text: string; match: boolean }[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from > at) parts.push({ at, text: text.slice(at, from), match: false })
    if (to > from) parts.push({ at: from, text: text.slice(from, to), match: true })
    at = Math.max(at, to)
  }
  if (at < text.length) parts.push({ at, text: text.slice(at), match: false })
  return parts.map((part) =>
    part.match ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
  )
}
