import { createHash } from 'node:crypto'
import type { Purpose, Purposes } from './schema'

/** The list as it reads to people: what is open, what has ended, and the mark that a change is compared by. */

type Known = Purpose & { endedAt: Date | null }

export function purposesOf(all: readonly Known[]): Purposes {
  const items = all.flatMap(({ endedAt, ...one }) => (endedAt ? [] : [one]))
  const ended = all.flatMap(({ endedAt, ...one }) => (endedAt ? [{ ...one, endedAt: endedAt.toISOString() }] : []))
  const etag = createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, 16)
  return { items, ended, etag }
}

/** The next list: what is left out ends now, what is named again opens again, what had ended stays so. */
export function nextPurposes(before: readonly Known[], wanted: readonly Purpose[], at: Date): Known[] {
  const open = wanted.map((one) => ({ ...one, endedAt: null }))
  const left = before.filter(({ slug }) => !wanted.some((one) => one.slug === slug))
  return [...open, ...left.map((one) => ({ ...one, endedAt: one.endedAt ?? at }))]
}

/** Whether an If-Match header names this mark; without one anything does. */
export const stillMatches = (ifMatch: string | undefined, etag: string): boolean =>
  ifMatch === undefined ||
  ifMatch.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1')))
