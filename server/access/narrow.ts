import { endOf, parseDuration } from './duration'
import type { Terms } from './schema'

/** What a decider makes of what was asked for: shorter, fewer columns, fewer rows; never more. */

/** What a request comes to; null columns or rows: all of the port's. */
export interface Wanted {
  duration: string
  columns: string[] | null
  rows: string | null
}
type Narrowed = { ok: true; wanted: Wanted } | { ok: false; path: keyof Wanted; reason: string }

// Compared from a day whose months are of every length: a month is then never longer than 30 days here and shorter there.
const SOME_DAY = new Date(Date.UTC(2001, 0, 1))

export function narrow(asked: Wanted, terms: Terms, ofPort: readonly string[]): Narrowed {
  if (terms.duration !== undefined && lengthOf(terms.duration) > lengthOf(asked.duration)) {
    return { ok: false, path: 'duration', reason: `must be at most ${asked.duration}, as was asked for` }
  }
  const within = new Set(asked.columns ?? ofPort)
  const beyond = terms.columns?.find((column) => !within.has(column))
  if (beyond !== undefined) return { ok: false, path: 'columns', reason: `${beyond} was not asked for` }
  return {
    ok: true,
    wanted: {
      duration: terms.duration ?? asked.duration,
      columns: terms.columns ? [...new Set(terms.columns)] : asked.columns,
      rows: both(asked.rows, terms.rows ?? null),
    },
  }
}

/** Rows for which both are true. The new lines end a comment that either may close with. */
function both(asked: string | null, terms: string | null): string | null {
  if (asked === null || terms === null || asked === terms) return asked ?? terms
  return `(${asked}\n) and (${terms}\n)`
}

function lengthOf(duration: string): number {
  const read = parseDuration(duration)
  return read.ok ? endOf(SOME_DAY, read.duration).getTime() : Number.POSITIVE_INFINITY
}

/** What is covered of a port's objects: the columns wanted, or all. */
export const covered = (
  objects: readonly { name: string; columns: readonly { name: string }[] }[],
  columns: readonly string[] | null,
): { name: string; columns: string[] }[] =>
  objects.flatMap((object) => {
    const names = object.columns.map(({ name }) => name)
    const kept = columns === null ? names : names.filter((name) => columns.includes(`${object.name}.${name}`))
    return kept.length > 0 ? [{ name: object.name, columns: kept }] : []
  })

/** What there is to be granted of a port: its rows' columns, or of a context product the parts of its items. */
export const offered = <O, I>({ objects, items }: { objects: readonly O[]; items: readonly I[] }): (O | I)[] => [
  ...objects,
  ...items,
]

/** Every column of a port, as requests name them. */
export const columnsOf = (objects: readonly { name: string; columns: readonly { name: string }[] }[]): string[] =>
  objects.flatMap((object) => object.columns.map(({ name }) => `${object.name}.${name}`))
