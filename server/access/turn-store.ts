import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import type { Place } from '@/server/platform/place'

/** Whose turn a request is: those of some domains take the owner's step and the second, stewards theirs. */
export interface Name {
  principalId: string
  domainIds: string[]
  steward: boolean
}
/** Somebody, and in whose names they take steps: their own and others'. */
export interface Turn {
  principalId: string
  as: readonly Name[]
}

const { sql, join } = Prisma

// `offset 0` keeps each question one that is asked of a row: requests are walked through in their order, until there are enough.
const holds = (step: Prisma.Sql) =>
  sql`exists (select from access_request_step s where s.org_id = r.org_id and s.request_id = r.id and ${step} offset 0)`
const waits = (roles: string[]) => holds(sql`s.state = 'waiting' and s.role in (${join(roles)})`)

/** Not their own request, and none of which they have taken a step. */
const unspent = (id: string) =>
  sql`r.principal_id <> ${id} and not ${holds(sql`(s.by = ${id} or s.on_behalf_of = ${id})`)}`

const inDomains = (ids: readonly string[]) => (ids.length > 0 ? sql`r.domain_id in (${join([...ids])})` : sql`false`)

const turnOf = ({ principalId, domainIds, steward }: Name) => {
  const theirs = sql`${inDomains(domainIds)} and ${waits(['owner', 'second'])}`
  return sql`(${unspent(principalId)} and ${steward ? sql`(${theirs} or ${waits(['steward'])})` : sql`${theirs}`})`
}

/** Ids of submitted requests of which somebody may take a step, in their own name or another's; the oldest first. */
export const listTurnIds = (
  scope: OrgScope,
  { principalId, as }: Turn,
  { after, take }: { after: Place; take: number },
): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    if (as.length === 0) return []
    const places = as.some(({ steward }) => steward) ? sql`true` : inDomains(as.flatMap(({ domainIds }) => domainIds))
    const beyond = after
      ? sql`and r.created_at >= ${after.at} and (r.created_at > ${after.at} or r.id > ${after.id})`
      : sql``
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select r.id from access_request r
      where r.org_id = ${scope.orgId} and r.state = 'submitted' and ${places} and ${unspent(principalId)}
        and (${join(as.map(turnOf), ' or ')}) ${beyond}
      order by r.created_at, r.id limit ${take}`
    return rows.map(({ id }) => id)
  })
