import { conflict } from '@/server/platform/errors'
import type { CoveredObjects, Ending, GrantState } from './schema'

/** The life of a grant that the portal delivers: pending, active, ended. What the clock ends needs nobody to say so. */

const next: Record<GrantState, readonly GrantState[]> = { pending: ['active', 'ended'], active: ['ended'], ended: [] }

/** The state gone to, or a conflict that says where the grant stands. */
export function moveGrant(from: GrantState, to: GrantState): GrantState {
  if (next[from].includes(to)) return to
  throw conflict(`This grant is ${from}; it cannot become ${to}.`)
}

type Life = { state: GrantState; endedAs: Ending | null; endsAt: Date; endedAt: Date | null }

/** How a grant stands at a moment: past its end date it has ended, whether or not anybody wrote that down yet. */
export function standsAt(grant: Life, at: Date): Pick<Life, 'state' | 'endedAs' | 'endedAt'> {
  if (grant.state !== 'ended' && grant.endsAt <= at)
    return { state: 'ended', endedAs: 'expired', endedAt: grant.endsAt }
  return { state: grant.state, endedAs: grant.endedAs, endedAt: grant.endedAt }
}

const EARLIEST = 14 * 86_400_000 // ms
const LAST_PART = 0.2

/** When a holder is told that the end is near: two weeks before, or in the last fifth of a short grant. */
export function warnAt({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Date {
  const last = (endsAt.getTime() - startsAt.getTime()) * LAST_PART
  return new Date(endsAt.getTime() - Math.min(EARLIEST, last))
}

/** One live grant, and one open request, for each of these. Slugs and names hold no space, so that two never look alike. */
export const liveKey = (of: { principalId: string; productId: string; port: string; purpose: string }): string =>
  [of.principalId, of.productId, encodeURIComponent(of.port), of.purpose].join(' ')

/** What a grant still shows of a port's objects: never more than it recorded, never more than is there. */
export function within<C extends { name: string }, O extends { name: string; columns: C[] }>(
  recorded: CoveredObjects,
  objects: readonly O[],
): O[] {
  return objects.flatMap((object) => {
    const covered = recorded.find(({ name }) => name === object.name)
    if (!covered) return []
    const columns = object.columns.filter(({ name }) => covered.columns.includes(name))
    return columns.length > 0 ? [{ ...object, columns }] : []
  })
}
