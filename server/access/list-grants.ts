import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { listProofs } from './delivery-store'
import { holderIds } from './holder-ids'
import { loadNames } from './load-names'
import { cursorOf, placeOf } from './place'
import type { AccessGrant } from './schema'
import { toGrantShape } from './shape'
import * as store from './store'

type Ask = Pick<store.GrantFilter, 'productIds' | 'domainIds' | 'between' | 'asleepAt'> & {
  /** What somebody holds, themselves or through a domain. */
  heldBy?: string
  /** Grants in these domains, or held by this principal; unset: all. */
  seenBy?: { domainIds: string[]; principalId: string }
  live?: boolean
  open?: boolean
  cursor?: string
  limit: number
}

/** Grants, the newest first; whose one may see, the caller has asked policy. */
export async function listGrants(
  scope: OrgScope,
  { cursor, limit, live, open, heldBy, seenBy, ...more }: Ask,
): Promise<{ items: AccessGrant[]; nextCursor: string | null }> {
  const at = now()
  const after = placeOf(cursor)
  const filter = {
    ...more,
    holderIds: heldBy === undefined ? undefined : await holderIds(scope, heldBy),
    seenBy: seenBy && { domainIds: seenBy.domainIds, holderIds: await holderIds(scope, seenBy.principalId) },
    liveAt: live ? at : undefined,
    openAt: open ? at : undefined,
  }
  const rows = await store.listGrants(scope, filter, { after, take: limit + 1 })
  const shown = rows.slice(0, limit)
  const names = await loadNames(scope, shown)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last ? cursorOf(last.startsAt, last.id) : null
  const inSources = shown.filter(({ delivery }) => delivery === 'source').map(({ id }) => id)
  const proofs = await listProofs(scope, inSources, { newest: true })
  return { items: shown.map((row) => toGrantShape(row, names, at, proofs.get(row.id))), nextCursor }
}
