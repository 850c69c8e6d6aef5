import { parseAsStringLiteral } from 'nuqs/server'

/** Which incidents are looked at, in the address. */
export const loopAddress = { show: parseAsStringLiteral(['open', 'resolved'] as const).withDefault('open') }
export type Shown = 'open' | 'resolved'

const PAGE = 50

/** What the list asks for, the same on the server as in the browser. */
export const incidentsInputOf = (show: Shown) => ({
  state: show === 'open' ? 'open,acknowledged,regressed' : 'resolved',
  limit: PAGE,
})
