import { createHash } from 'node:crypto'

/** The mark that a change of a list is compared by. */
export const etagOf = (items: unknown): string =>
  createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, 16)

/** Whether an If-Match header names this mark; without one anything does. */
export const stillMatches = (ifMatch: string | undefined, etag: string): boolean =>
  ifMatch === undefined ||
  ifMatch.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1')))
