import { parseAsStringLiteral } from 'nuqs/server'
import type { WantedState } from '@/server/catalog/schema'

// Not the schema's own list: importing a value from it would bring the whole validator into the first load.
const shown = ['open', 'answered', 'dismissed'] as const satisfies WantedState[]

/** Which part of the board is looked at, in the address. */
export const wantedAddress = { show: parseAsStringLiteral(shown).withDefault('open') }

/** How many searches are shown before one asks for more. */
const PAGE = 50

/** What the board asks for, the same on the server as in the browser. */
export const wantedInputOf = (state: WantedState) => ({ state, limit: PAGE })
