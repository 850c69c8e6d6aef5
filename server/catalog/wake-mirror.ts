import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { entriesChanged } from './events'

const PAUSE_MS = 5_000
const woken = new Map<string, number>()

/** Has the engine outside the database looked after, for a search found it behind; asked often, done now and then. */
export async function wakeMirror(scope: OrgScope): Promise<void> {
  const now = Date.now()
  if (now - (woken.get(scope.orgId) ?? 0) < PAUSE_MS) return
  if (woken.size > 10_000) woken.clear()
  woken.set(scope.orgId, now)
  await withOrg(scope, (tx) => emit(tx, { name: entriesChanged.name, data: { org: scope.orgId } }))
}
