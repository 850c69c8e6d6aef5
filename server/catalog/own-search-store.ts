import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { type NewSavedSearch, type RecentSearch, type SavedSearch, searchFilters } from './schema'

/** The queries about a member's own searches. Each names the member: nobody sees another's. */

type Recent = { likeness: string; q: string; filters: object; at: Date; typedSince: Date }
/**
 * Puts a search first among a member's last ones, of which so many are kept. One since `typedSince` that is only the beginning of it
 * was half typed, and goes.
 */
export const remember = (
  scope: OrgScope,
  memberId: string,
  { at, typedSince, ...search }: Recent,
  kept: number,
): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    await tx.$executeRaw`
      insert into recent_search (org_id, id, member_id, likeness, q, filters, at)
      values (${orgId}, ${newId('search')}, ${memberId}, ${search.likeness}, ${search.q}, ${JSON.stringify(search.filters)}::jsonb, ${at})
      on conflict (org_id, member_id, likeness) do update set q = excluded.q, at = excluded.at`
    await tx.$executeRaw`
      delete from recent_search where org_id = ${orgId} and member_id = ${memberId} and at > ${typedSince}
        and q <> '' and q <> ${search.q} and starts_with(lower(${search.q}), lower(q))`
    await tx.$executeRaw`
      delete from recent_search where org_id = ${orgId} and member_id = ${memberId} and id in (select id from recent_search
        where org_id = ${orgId} and member_id = ${memberId} order by at desc, id desc offset ${kept})`
  })

export const listRecent = (scope: OrgScope, memberId: string): Promise<RecentSearch[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.recentSearch.findMany({
      where: { orgId: scope.orgId, memberId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    })
    return rows.map(({ id, q, filters, at }) => ({
      id,
      q,
      filters: searchFilters.parse(filters),
      at: at.toISOString(),
    }))
  })

/** Erases a member's last searches, or those named; answers how many. */
export const forget = (scope: OrgScope, memberId: string, ids?: string[]): Promise<number> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, memberId, ...(ids && { id: { in: ids } }) }
    return (await tx.recentSearch.deleteMany({ where })).count
  })

export const listSaved = (scope: OrgScope, memberId: string): Promise<SavedSearch[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.savedSearch.findMany({
      where: { orgId: scope.orgId, memberId },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    })
    return rows.map(({ id, name, q, filters }) => ({ id, name, q, filters: searchFilters.parse(filters) }))
  })

/** Keeps a search under a name; null where the member has one of that name. */
export const save = (
  scope: OrgScope,
  memberId: string,
  search: NewSavedSearch & { createdAt: Date },
): Promise<SavedSearch | null> =>
  withOrg(scope, async (tx) => {
    const { createdAt, ...said } = search
    const row = { orgId: scope.orgId, id: newId('search'), memberId, createdAt, ...said }
    const { count } = await tx.savedSearch.createMany({ data: [row], skipDuplicates: true })
    return count > 0 ? { id: row.id, ...said } : null
  })

export const removeSaved = (scope: OrgScope, memberId: string, id: string): Promise<number> =>
  withOrg(scope, async (tx) => (await tx.savedSearch.deleteMany({ where: { orgId: scope.orgId, memberId, id } })).count)

/** Erases all that some members searched for last and saved. */
export const erase = (scope: OrgScope, memberIds: readonly string[]): Promise<void> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, memberId: { in: [...memberIds] } }
    await tx.recentSearch.deleteMany({ where })
    await tx.savedSearch.deleteMany({ where })
  })
