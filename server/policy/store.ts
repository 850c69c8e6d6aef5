import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, type Tx, withOrg } from '@/server/platform/db'
import type { OwnPolicy, VersionHead } from './schema'

/** The number of the newest version of an organisation's own policies; 0 where it has none. */
export const newestNumber = (scope: OrgScope): Promise<number> =>
  readOrg(scope, async (sql) => {
    const [newest] = await sql<{ number: number | null }>`
      select max(number) as number from policy_version where org_id = ${scope.orgId}`
    return newest?.number ?? 0
  })

export const getVersion = (scope: OrgScope, number: number) =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<{ text: string; policies: OwnPolicy[]; at: Date }>`
      select text, policies, created_at as at from policy_version where org_id = ${scope.orgId} and number = ${number}`
    if (!row) throw new Error(`There is no version ${number} of the policies.`)
    return { number, ...row }
  })

export const listVersions = (scope: OrgScope, limit: number): Promise<VersionHead[]> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const rows = await tx.policyVersion.findMany({ where: { orgId }, orderBy: { number: 'desc' }, take: limit })
    return rows.map((row) => ({
      number: row.number,
      at: row.createdAt.toISOString(),
      by: row.createdBy,
      note: row.note,
      policies: (row.policies as unknown[]).length,
    }))
  })

/** The number that stood at a moment. */
export const numberAt = (scope: OrgScope, at: Date): Promise<number> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, createdAt: { lte: at } }
    const row = await tx.policyVersion.findFirst({ where, orderBy: { number: 'desc' }, select: { number: true } })
    return row?.number ?? 0
  })

/** Lets one save of an organisation's policies follow the other. */
export const lockPolicies = (tx: Tx, scope: OrgScope) =>
  tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`policies ${scope.orgId}`}, 0))`

export type NewVersion = {
  number: number
  text: string
  policies: OwnPolicy[]
  note: string | null
  by: string
  at: Date
}

export const insertVersion = (scope: OrgScope, { policies, by, at, ...rest }: NewVersion) =>
  withOrg(scope, async (tx) => {
    const json = policies as unknown as Prisma.InputJsonValue
    await tx.policyVersion.create({
      data: { orgId: scope.orgId, ...rest, policies: json, createdBy: by, createdAt: at },
    })
  })
