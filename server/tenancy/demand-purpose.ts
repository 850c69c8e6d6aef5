import type { OrgScope } from '@/server/platform/db'
import { forbidden, invalid } from '@/server/platform/errors'
import * as store from './purpose-store'

/** Lets a call go on only under a purpose of the organisation's list: one that has ended is refused, one never there is a slip. */
export async function demandPurpose(scope: OrgScope, slug: string): Promise<void> {
  const all = await store.listPurposes(scope)
  const found = all.find((one) => one.slug === slug)
  if (found && !found.endedAt) return
  if (found?.endedAt)
    throw forbidden(
      `The purpose ${slug} has ended at ${found.endedAt.toISOString()}: nothing is read under it any more.`,
    )
  const open = all.flatMap((one) => (one.endedAt ? [] : [one.slug])).join(', ')
  const message = `must be one of ${open}`
  throw invalid(`"${slug}" is no purpose of your organisation: name one of ${open}.`, [{ path: 'purpose', message }])
}
