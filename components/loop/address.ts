import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'

// Not the schema's own lists: importing a value from it would bring the whole validator into the first load.
const stands = ['broken', 'unknown', 'muted'] as const

/** What is looked at, in the address: which incidents, of which domain, which promises, and whether it is read again by itself. */
export const loopAddress = {
  show: parseAsStringLiteral(['open', 'resolved'] as const).withDefault('open'),
  domain: parseAsString,
  stands: parseAsStringLiteral(stands),
  live: parseAsBoolean.withDefault(true),
}
export type Shown = 'open' | 'resolved'
export type Stands = (typeof stands)[number]

/** So many at first; what comes after them on the page stays near. */
const PAGE = 10
const ROWS = 25
/** What is live is read again after so many ms, while it is seen. */
export const EVERY = 15_000

/** What the lists ask for, the same on the server as in the browser. */
export const standingInputOf = (domain: string | null) => (domain === null ? {} : { domain })
export const incidentsInputOf = (show: Shown, domain: string | null) => ({
  ...standingInputOf(domain),
  ...(show === 'open' ? { sort: 'need' as const } : { state: 'resolved' }),
  limit: PAGE,
})
export const promisesInputOf = (domain: string | null, state: Stands | null) => ({
  ...standingInputOf(domain),
  ...(state && { state }),
  limit: ROWS,
})
