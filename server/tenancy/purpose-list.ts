import { etagOf } from '@/server/platform/etag'
import type { Purpose, Purposes } from './schema'

/** The list as it reads to people: what is open, what has ended, and the mark that a change is compared by. */

type Known = Purpose & { endedAt: Date | null }

export function purposesOf(all: readonly Known[]): Purposes {
  const items = all.flatMap(({ endedAt, ...one }) => (endedAt ? [] : [one]))
  const ended = all.flatMap(({ endedAt, ...one }) => (endedAt ? [{ ...one, endedAt: endedAt.toISOString() }] : []))
  return { items, ended, etag: etagOf(items) }
}

/** The next list: what is left out ends now, what is named again opens again, what had ended stays so. */
export function nextPurposes(before: readonly Known[], wanted: readonly Purpose[], at: Date): Known[] {
  const open = wanted.map((one) => ({ ...one, endedAt: null }))
  const left = before.filter(({ slug }) => !wanted.some((one) => one.slug === slug))
  return [...open, ...left.map((one) => ({ ...one, endedAt: one.endedAt ?? at }))]
}
