import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { cursorOf, placeOf } from '@/server/platform/place'
import { seenPage } from '@/server/platform/seen-page'
import { listProofs } from './delivery-store'
import { holderIds } from './holder-ids'
import { loadNames } from './load-names'
import type { AccessGrant } from './schema'
import { type Sees, seenGrants } from './seen-grants'
import { toGrantShape } from './shape'
import * as store from './store'

type Ask = Pick<store.GrantFilter, 'productIds' | 'domainIds' | 'between' | 'asleepAt'> & {
  /** What somebody holds, themselves or through a domain. */
  heldBy?: string
  /** Grants in these domains, or held by this principal; unset: all. */
  seenBy?: { domainIds: string[]; principalId: string }
  /** Whether a grant may be told of, and who looks: what one holds through a domain is one's own. */
  sees?: Sees
  live?: boolean
  open?: boolean
  cursor?: string
  limit: number
}

/** Grants, the newest first; whose one may see, the caller has asked policy. */
export async function listGrants(
  scope: OrgScope,
  { cursor, limit, live, open, heldBy, seenBy, sees, ...more }: Ask,
): Promise<{ items: AccessGrant[]; nextCursor: string | null }> {
  const at = now()
  const filter = {
    ...more,
    holderIds: heldBy === undefined ? undefined : await holderIds(scope, heldBy),
    seenBy: seenBy && { domainIds: seenBy.domainIds, holderIds: await holderIds(scope, seenBy.principalId) },
    liveAt: live ? at : undefined,
    openAt: open ? at : undefined,
  }
  const read = async (page: { cursor?: string; limit: number }) => {
    const rows = await store.listGrants(scope, filter, { after: placeOf(page.cursor), take: page.limit + 1 })
    const items = rows.slice(0, page.limit)
    const last = items.at(-1)
    return { items, nextCursor: rows.length > page.limit && last ? cursorOf(last.startsAt, last.id) : null }
  }
  const { items: shown, nextCursor } = await seenPage({ cursor, limit }, read, await seenGrants(scope, sees))
  const names = await loadNames(scope, shown)
  const inSources = shown.filter(({ delivery }) => delivery === 'source').map(({ id }) => id)
  const proofs = await listProofs(scope, inSources, { newest: true })
  return { items: shown.map((row) => toGrantShape(row, names, at, proofs.get(row.id))), nextCursor }
}
