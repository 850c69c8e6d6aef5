import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'

/** The queries about what people search for and open. Only a question leaves here, never who asked it. */

/** From so many different people on a question is popular; below it, it could tell who asked. */
const FEWEST = 5
/** Questions that are pruned at once; the next turn of the sweep takes more. */
const AT_ONCE = 5_000

/** Keeps that somebody opened a result of a question. */
export const open = (scope: OrgScope, question: string, memberId: string, at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    await tx.$executeRaw`
      insert into popular_search (org_id, question) values (${orgId}, ${question})
      on conflict (org_id, question) do update set question = excluded.question`
    await tx.$executeRaw`
      insert into search_opening (org_id, question, member_id, last_at) values (${orgId}, ${question}, ${memberId}, ${at})
      on conflict (org_id, question, member_id) do update set last_at = excluded.last_at`
    await recount(tx, orgId, [question])
  })

/** Whoever changes who opened something of several questions holds them first, in one order. */
const lock = (tx: Tx, orgId: string, questions: readonly string[]) =>
  tx.$executeRaw`
    select 1 from popular_search where org_id = ${orgId} and question = any (${[...questions]}::text[]) order by question for update`

/** Counts the people of some questions, which are held, anew; one that nobody opened anything of goes. */
async function recount(tx: Tx, orgId: string, questions: readonly string[]): Promise<void> {
  const these = Prisma.sql`org_id = ${orgId} and question = any (${[...questions]}::text[])`
  await tx.$executeRaw`update popular_search p set people =
    (select count(*)::int from search_opening o where o.org_id = p.org_id and o.question = p.question) where ${these}`
  await tx.$executeRaw`delete from popular_search where ${these} and people = 0`
}

/** How many questions somebody opened a result of since a moment. */
export const countOpened = (scope: OrgScope, memberId: string, since: Date): Promise<number> =>
  withOrg(scope, (tx) => tx.searchOpening.count({ where: { orgId: scope.orgId, memberId, lastAt: { gt: since } } }))

/** The questions that most people opened something of. */
export const listQuestions = (scope: OrgScope, take: number): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, people: { gte: FEWEST } }
    const orderBy = [{ people: 'desc' as const }, { question: 'asc' as const }]
    return (await tx.popularSearch.findMany({ where, orderBy, take })).map(({ question }) => question)
  })

/** Forgets who opened nothing of a question since a moment. */
export const prune = (scope: OrgScope, before: Date): Promise<number> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const old = { orgId, lastAt: { lt: before } }
    const opened = await tx.$queryRaw<{ question: string }[]>`
      select distinct question from search_opening where org_id = ${orgId} and last_at < ${before} limit ${AT_ONCE}`
    const questions = opened.map(({ question }) => question)
    await lock(tx, orgId, questions)
    const { count } = await tx.searchOpening.deleteMany({ where: { ...old, question: { in: questions } } })
    await recount(tx, orgId, questions)
    return count
  })

/** Keeps that somebody opened a result, on that day, and not that it was one of these members. */
export const disown = (scope: OrgScope, memberIds: readonly string[]): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const theirs = Prisma.sql`org_id = ${orgId} and member_id = any (${[...memberIds]}::text[])`
    const opened = await tx.$queryRaw<
      { question: string }[]
    >`select distinct question from search_opening where ${theirs}`
    await lock(
      tx,
      orgId,
      opened.map(({ question }) => question),
    )
    await tx.$executeRaw`update search_opening set member_id = 'left_' || gen_random_uuid(),
      last_at = date_trunc('day', last_at, 'UTC') where ${theirs}`
  })
