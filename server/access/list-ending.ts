import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { holderIds } from './holder-ids'
import { loadNames } from './load-names'
import type { AccessGrant } from './schema'
import { type Sees, seenGrants } from './seen-grants'
import { toGrantShape } from './shape'
import * as store from './store'

const MOST = 1_000

/** What ends when: live grants whose end lies between two moments, the first to end at the top. */
export async function listEnding(
  scope: OrgScope,
  ask: { from: Date; to: Date; heldBy?: string; seenBy?: { domainIds: string[]; principalId: string }; sees?: Sees },
): Promise<AccessGrant[]> {
  const at = now()
  const filter = {
    liveAt: at > ask.from ? at : ask.from,
    endsBy: ask.to,
    holderIds: ask.heldBy === undefined ? undefined : await holderIds(scope, ask.heldBy),
    seenBy: ask.seenBy && {
      domainIds: ask.seenBy.domainIds,
      holderIds: await holderIds(scope, ask.seenBy.principalId),
    },
  }
  const found = await store.listGrants(scope, filter, { after: null, take: MOST, ending: true })
  const rows = found.filter(await seenGrants(scope, ask.sees))
  const names = await loadNames(scope, rows)
  return rows.map((row) => toGrantShape(row, names, at))
}
