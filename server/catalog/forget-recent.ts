import { type OrgScope, withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as own from './own-search-store'

/** Erases a member's last searches: those named, each of which must be one's own, or all. */
export async function forgetRecent(scope: OrgScope, memberId: string, ids?: string[]): Promise<void> {
  await withOrg(scope, async () => {
    const gone = await own.forget(scope, memberId, ids)
    if (ids && gone !== new Set(ids).size) throw notFound('recent search')
  })
}
