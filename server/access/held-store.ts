import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { liveStates } from './schema'
import { type GrantAlone, type GrantRow, toGrant } from './store'

/** Grants for whoever reads by them: without their history, and in plain SQL, since they stand before every read. */

const snake = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const columns = Prisma.raw(
  Object.values(Prisma.GrantScalarFieldEnum)
    .map((field) => `${snake(field)} as "${field}"`)
    .join(', '),
)

export const findGrantAlone = (scope: OrgScope, id: string): Promise<GrantAlone | null> =>
  withOrg(scope, async (tx) => {
    const [row] = await tx.$queryRaw<
      GrantRow[]
    >`select ${columns} from "grant" where org_id = ${scope.orgId} and id = ${id}`
    return row ? toGrant(row) : null
  })

/** Those held by any of these, alive at a moment by the clock and not by the label; newest first. */
export const listHeld = (
  scope: OrgScope,
  ask: { holderIds: string[]; productIds?: string[]; at: Date; take: number },
): Promise<GrantAlone[]> =>
  withOrg(scope, async (_, sql) => {
    const within = ask.productIds ? Prisma.sql`and product_id = any(${ask.productIds})` : Prisma.empty
    const rows = await sql<GrantRow>`select ${columns} from "grant"
      where org_id = ${scope.orgId} and principal_id = any(${ask.holderIds}) ${within}
        and state = any(${[...liveStates]}) and asleep_since is null and ends_at > ${ask.at}
      order by starts_at desc, id desc limit ${ask.take}`
    return rows.map(toGrant)
  })
