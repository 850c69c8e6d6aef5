import type { Difference } from '@/server/ingestion/schema'

/** How what came before an incident is said. */

const MOST = 3 // columns that are named; of more, how many
const list = (names: readonly string[]) =>
  names.length > MOST ? `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more` : names.join(', ')

const plural = (rows: number) => `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`

/** A copy, beside the one before it. */
export function copyWords(ref: string, rows: number, before: number | null): string {
  if (before === null) return `${ref} was copied for the first time: ${plural(rows)}.`
  return before === rows
    ? `${ref} was copied: ${plural(rows)}, as before.`
    : `${ref} was copied: ${plural(rows)}, ${before.toLocaleString('en')} before.`
}

/** What changed in the columns of an asset; null where nothing did. */
export function schemaWords(ref: string, { added, removed, changed }: Difference): string | null {
  const parts = [
    removed.length > 0 && `${list(removed.map(({ name }) => name))} gone`,
    changed.length > 0 && `${list(changed.map(({ name, before, after }) => `${name} ${before} before, ${after} now`))}`,
    added.length > 0 && `${list(added.map(({ name }) => name))} new`,
  ].filter((part) => part !== false)
  return parts.length > 0 ? `The columns of ${ref} changed: ${parts.join('; ')}.` : null
}
