import type { OrgScope } from '@/server/platform/db'
import * as store from './purpose-store'

/** The slugs of the purposes that something may be read for at this moment. */
export async function openPurposes(scope: OrgScope): Promise<ReadonlySet<string>> {
  const all = await store.listPurposes(scope)
  return new Set(all.flatMap(({ slug, endedAt }) => (endedAt ? [] : [slug])))
}
