import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

const MOST = 1_000

/** The products that somebody is the owner of. */
export async function listOwned(
  scope: OrgScope,
  ownerId: string,
): Promise<{ id: string; slug: string; title: string }[]> {
  const rows = await store.listOwned(scope, ownerId, MOST)
  return rows.map(({ id, slug, title }) => ({ id, slug, title }))
}
