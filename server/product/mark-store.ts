import { type OrgScope, readOrg, type Tx, withOrg } from '@/server/platform/db'
import type { PortMark } from './schema'

type Row = Awaited<ReturnType<Tx['portMark']['findMany']>>[number]
export type StoredMark = Omit<Row, 'orgId' | 'kind'> & { kind: PortMark['kind'] }

export const insertMark = (scope: OrgScope, mark: StoredMark): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.portMark.create({ data: { ...mark, orgId: scope.orgId } })))

/** The mark that was there; null where none was. */
export const deleteMark = (scope: OrgScope, id: string): Promise<StoredMark | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.portMark.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    if (!row) return null
    await tx.portMark.deleteMany({ where: { orgId: scope.orgId, id } })
    const { orgId: _, ...mark } = row
    return mark as StoredMark
  })

/** The marks of some products that stand at a moment, the newest first. */
export const listMarks = (scope: OrgScope, productIds: readonly string[], at: Date): Promise<StoredMark[]> =>
  readOrg(
    scope,
    async (sql) =>
      sql<StoredMark>`select id, product_id as "productId", port, kind, why, by, since, until from port_mark
      where org_id = ${scope.orgId} and product_id = any(${[...new Set(productIds)]}::text[]) and (until is null or until > ${at})
      order by since desc, id desc`,
  )
