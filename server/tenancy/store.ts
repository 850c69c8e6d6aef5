import type { Prisma } from '@/prisma/generated/client'
import { asRole, type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type {
  Domain,
  DomainRole,
  Member,
  MemberState,
  NewDomain,
  Organisation,
  OrgRole,
  Token,
  TokenScope,
} from './schema'

const withDomains = { domains: { include: { domain: true }, orderBy: { domainId: 'asc' } } } as const
type MemberRow = Prisma.MemberGetPayload<{ include: typeof withDomains }>
export type StoredMember = Member & { epoch: number }

const toMember = (row: MemberRow): StoredMember => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role as OrgRole,
  state: row.state as MemberState,
  epoch: row.epoch,
  createdAt: row.createdAt.toISOString(),
  domains: row.domains.map(({ domain, role }) => ({
    id: domain.id,
    slug: domain.slug,
    name: domain.name,
    role: role as DomainRole,
  })),
})

export const findOrganisation = (scope: OrgScope): Promise<Organisation | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.organisation.findFirst()
    return row && { id: row.orgId, slug: row.slug, name: row.name, demo: row.demo }
  })

/** One statement: every call at every door begins with it. */
export const findMember = (scope: OrgScope, id: string): Promise<StoredMember | null> =>
  readOrg(scope, async (sql) => {
    type Row = Omit<StoredMember, 'createdAt'> & { createdAt: Date }
    const [row] = await sql<Row>`
      select m.id, m.email, m.name, m.role, m.state, m.epoch, m.created_at as "createdAt",
        (select coalesce(json_agg(json_build_object('id', d.id, 'slug', d.slug, 'name', d.name, 'role', s.role) order by d.id), '[]')
          from domain_member s join domain d on d.org_id = s.org_id and d.id = s.domain_id
          where s.org_id = m.org_id and s.member_id = m.id) as domains
      from member m where m.org_id = ${scope.orgId} and m.id = ${id}`
    return row ? { ...row, createdAt: row.createdAt.toISOString() } : null
  })

export const findMemberByEmail = (scope: OrgScope, email: string): Promise<StoredMember | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.member.findFirst({ where: { email }, include: withDomains })
    return row && toMember(row)
  })

export const listMembers = (scope: OrgScope): Promise<StoredMember[]> =>
  withOrg(scope, async (tx) => {
    const where = { state: { not: 'removed' } }
    const rows = await tx.member.findMany({ where, include: withDomains, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
    return rows.map(toMember)
  })

/** Those who were removed, or are only invited, some of them again: they are not here, and have nothing of before. */
export const listAbsentIds = (scope: OrgScope): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, state: { in: ['removed', 'invited'] } }
    return (await tx.member.findMany({ where, select: { id: true } })).map(({ id }) => id)
  })

/** What to call some members, who are not removed, and some domains. */
export const findNames = (
  scope: OrgScope,
  { members, domains }: { members: string[]; domains: string[] },
): Promise<{ id: string; name: string; slug: string | null }[]> =>
  withOrg(
    scope,
    (tx) => tx.$queryRaw`
      select id, name, null as slug from member
        where org_id = ${scope.orgId} and id = any(${members}) and state <> 'removed'
      union all select id, name, slug from domain where org_id = ${scope.orgId} and id = any(${domains})`,
  )

export const insertMember = (
  scope: OrgScope,
  data: { email: string; name: string; role: OrgRole; state: MemberState },
): Promise<string> =>
  withOrg(
    scope,
    async (tx) => (await tx.member.create({ data: { orgId: scope.orgId, id: newId('member'), ...data } })).id,
  )

export const updateMember = (
  scope: OrgScope,
  id: string,
  data: { name?: string; role?: OrgRole; state?: MemberState; endSessions?: boolean },
): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { endSessions, ...change } = data
    await tx.member.updateMany({ where: { id }, data: { ...change, ...(endSessions && { epoch: { increment: 1 } }) } })
  })

/** Holds every change of who owns the organisation until the transaction ends, so that two cannot each remove the other. */
export const lockOwners = (scope: OrgScope): Promise<number> =>
  withOrg(scope, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`owners ${scope.orgId}`}))`
    return tx.member.count({ where: { role: 'owner', state: 'active' } })
  })

const domainMembers = { members: { include: { member: true }, orderBy: { memberId: 'asc' } } } as const
const toDomain = (row: Prisma.DomainGetPayload<{ include: typeof domainMembers }>): Domain => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  members: row.members
    .filter(({ member }) => member.state !== 'removed')
    .map(({ member, role }) => ({ id: member.id, name: member.name, role: role as DomainRole })),
})

export const listDomains = (scope: OrgScope): Promise<Domain[]> =>
  withOrg(scope, async (tx) =>
    (await tx.domain.findMany({ include: domainMembers, orderBy: { name: 'asc' } })).map(toDomain),
  )

export const findDomain = (scope: OrgScope, slugOrId: string): Promise<Domain | null> =>
  withOrg(scope, async (tx) => {
    const where = { OR: [{ id: slugOrId }, { slug: slugOrId }] }
    const row = await tx.domain.findFirst({ where, include: domainMembers })
    return row && toDomain(row)
  })

export const insertDomain = (scope: OrgScope, data: NewDomain): Promise<string> =>
  withOrg(
    scope,
    async (tx) => (await tx.domain.create({ data: { orgId: scope.orgId, id: newId('domain'), ...data } })).id,
  )

export const putDomainMember = (scope: OrgScope, domainId: string, memberId: string, role: DomainRole): Promise<void> =>
  withOrg(scope, async (tx) => {
    const key = { orgId: scope.orgId, domainId, memberId }
    await tx.domainMember.upsert({
      where: { orgId_domainId_memberId: key },
      create: { ...key, role },
      update: { role },
    })
  })

export const deleteDomainMembers = (scope: OrgScope, where: { domainId?: string; memberId: string }): Promise<number> =>
  withOrg(scope, async (tx) => (await tx.domainMember.deleteMany({ where })).count)

/** Sets how a member signs in: a password, or a subject of an identity provider. */
export const putAccount = (
  scope: OrgScope,
  memberId: string,
  data: { email: string; passwordHash?: string | null; issuer?: string | null; subject?: string | null },
): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.account.upsert({
      where: { orgId_memberId: { orgId: scope.orgId, memberId } },
      create: { orgId: scope.orgId, id: newId('account'), memberId, ...data },
      update: data,
    })
  })

const toToken = (row: Prisma.TokenGetPayload<object>): Token => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes as TokenScope[],
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  usedAt: row.usedAt?.toISOString() ?? null,
})

export const listTokens = (scope: OrgScope, principalId: string): Promise<Token[]> =>
  withOrg(scope, async (tx) =>
    (await tx.token.findMany({ where: { principalId }, orderBy: { createdAt: 'desc' } })).map(toToken),
  )

export const insertToken = (
  scope: OrgScope,
  data: { principalId: string; name: string; hash: string; scopes: TokenScope[]; expiresAt: Date },
): Promise<string> =>
  withOrg(
    scope,
    async (tx) => (await tx.token.create({ data: { orgId: scope.orgId, id: newId('token'), ...data } })).id,
  )

export const deleteTokens = (scope: OrgScope, where: { id?: string; principalId: string }): Promise<number> =>
  withOrg(scope, async (tx) => (await tx.token.deleteMany({ where })).count)

/** Remembers when a token was last used, at most once a minute. */
export const touchToken = (scope: OrgScope, id: string, at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const before = new Date(at.getTime() - 60_000)
    await tx.token.updateMany({
      where: { id, OR: [{ usedAt: null }, { usedAt: { lt: before } }] },
      data: { usedAt: at },
    })
  })

export const insertInvitation = (
  scope: OrgScope,
  data: { memberId: string; hash: string; expiresAt: Date },
): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.invitation.deleteMany({ where: { memberId: data.memberId, acceptedAt: null } })
    await tx.invitation.create({ data: { orgId: scope.orgId, id: newId('invitation'), ...data } })
  })

export const deleteInvitations = (scope: OrgScope, memberId: string): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.invitation.deleteMany({ where: { memberId, acceptedAt: null } })))

/** Takes an invitation, once; false when it was taken or has ended. */
export const takeInvitation = (scope: OrgScope, id: string, at: Date): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { id, acceptedAt: null, asleepSince: null, expiresAt: { gt: at } }
    return (await tx.invitation.updateMany({ where, data: { acceptedAt: at } })).count === 1
  })

/** Marks the organisation as a demo: its people are made up, and the screens say so. */
export const markDemo = (orgId: string): Promise<void> =>
  asRole('root', async (client) => {
    await client.query(`select set_config('app.org_id', $1, true)`, [orgId])
    await client.query('update organisation set demo = true where org_id = $1', [orgId])
  })
