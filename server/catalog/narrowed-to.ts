import { and, yes } from '@/server/platform/filter'
import type { Visibility } from './schema'

/** The same sight, of some things only: what it finds there is what it would find among all. */
export const narrowedTo = (visibility: Visibility, ids: readonly string[]): Visibility => ({
  ...visibility,
  filter: and(visibility.filter ?? yes, {
    is: 'oneOf',
    term: { is: 'column', column: { column: 'id', type: 'string' } },
    values: ids.map((value) => ({ type: 'string', value })),
    negated: false,
  }),
})
