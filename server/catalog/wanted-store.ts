import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { WantedState } from './schema'

/** The queries about questions that found nothing. What leaves here about who asked is a number, or goes to them alone. */

/** From so many different people on a question stands on the board; below it, it could tell who asked. */
const FEWEST = 3
/** Questions that are pruned at once; the next turn of the sweep takes more. */
const AT_ONCE = 5_000

export type WantedRow = NonNullable<Awaited<ReturnType<Tx['wanted']['findFirst']>>>

/** How many questions somebody asked in vain since a moment. */
export const countAsked = (scope: OrgScope, askerId: string, since: Date): Promise<number> =>
  withOrg(scope, (tx) => tx.wantedAsk.count({ where: { orgId: scope.orgId, askerId, firstAt: { gt: since } } }))

type Ask = { question: string; askerId: string; at: Date; typedSince: Date }
/** Keeps that somebody asked. What they asked since `typedSince` and is only the beginning of this one was half typed, and goes. */
export const note = (scope: OrgScope, { question, askerId, at, typedSince }: Ask): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into wanted (org_id, id, question, first_at, last_at) values (${orgId}, ${newId('wanted')}, ${question}, ${at}, ${at})
      on conflict (org_id, question) do update set last_at = excluded.last_at returning id`
    await tx.$executeRaw`
      insert into wanted_ask (org_id, wanted_id, asker_id, first_at, last_at) values (${orgId}, ${made!.id}, ${askerId}, ${at}, ${at})
      on conflict (org_id, wanted_id, asker_id) do update set last_at = excluded.last_at, told_at = null, answer = null`
    const begun = await tx.$queryRaw<{ id: string }[]>`
      select w.id from wanted w join wanted_ask a on a.org_id = w.org_id and a.wanted_id = w.id
      where a.org_id = ${orgId} and a.asker_id = ${askerId} and a.first_at > ${typedSince}
        and w.question <> ${question} and starts_with(${question}, w.question)`
    const ids = begun.map(({ id }) => id)
    await lock(tx, orgId, ids)
    await tx.wantedAsk.deleteMany({ where: { orgId, askerId, wantedId: { in: ids } } })
    await openAgain(tx, orgId, made!.id)
    await recount(tx, orgId, [made!.id, ...ids])
  })

/** Where enough people find nothing again since it was answered, it waits for an answer again, by those alone. */
async function openAgain(tx: Tx, orgId: string, id: string): Promise<void> {
  const opened = await tx.$executeRaw`
    update wanted set state = 'open', answer = null, answered_at = null
    where org_id = ${orgId} and id = ${id} and state = 'answered'
      and (select count(*) from wanted_ask where org_id = ${orgId} and wanted_id = ${id} and told_at is null) >= ${FEWEST}`
  if (opened > 0) await tx.wantedAsk.deleteMany({ where: { orgId, wantedId: id, toldAt: { not: null } } })
}

const these = (orgId: string, ids: readonly string[]) =>
  Prisma.sql`org_id = ${orgId} and id = any (${[...ids]}::text[])`

/**
 * Whoever changes who asked holds the question first, and of several the longest first, as one that was typed comes after those that
 * it begins with: so nobody waits for each other in a circle.
 */
const lock = (tx: Tx, orgId: string, ids: readonly string[]) =>
  tx.$executeRaw`select 1 from wanted where ${these(orgId, ids)} order by length(question) desc, id for update`

/** Counts the askers of some questions, which are held, anew; one that nobody asks goes. */
async function recount(tx: Tx, orgId: string, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`update wanted w set askers =
    (select count(*)::int from wanted_ask a where a.org_id = w.org_id and a.wanted_id = w.id) where ${these(orgId, ids)}`
  await tx.$executeRaw`delete from wanted where ${these(orgId, ids)} and askers = 0`
}

type Page = { state: WantedState; after: readonly (string | number)[] | null; limit: number }
/** The board: what most people asked for first. */
export const list = (scope: OrgScope, { state, after, limit }: Page): Promise<WantedRow[]> =>
  withOrg(scope, (tx) => {
    const [askers, id] = [Number(after?.[0]), String(after?.[1])]
    const beyond = after ? { askers: { lte: askers }, OR: [{ askers: { lt: askers } }, { id: { gt: id } }] } : {}
    return tx.wanted.findMany({
      where: { orgId: scope.orgId, state, askers: { gte: FEWEST }, AND: beyond },
      orderBy: [{ askers: 'desc' }, { id: 'asc' }],
      take: limit,
    })
  })

/** One of the board; null for what is not there, and for what too few asked for. */
export const find = (scope: OrgScope, id: string): Promise<WantedRow | null> =>
  withOrg(scope, (tx) => tx.wanted.findFirst({ where: { orgId: scope.orgId, id, askers: { gte: FEWEST } } }))

type Change = Pick<WantedRow, 'note' | 'dismissedBy' | 'dismissedAt'> & { from: WantedState; to: WantedState }
/** Moves a question from one state to another; false where it was in no such state any more. */
export const move = (scope: OrgScope, id: string, { from, to, ...rest }: Change): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, state: from, askers: { gte: FEWEST } }
    return (await tx.wanted.updateMany({ where, data: { state: to, ...rest } })).count > 0
  })

export type Waiting = { id: string; question: string; askers: string[] }
/** Questions that somebody still waits for an answer to, and who, from after an id. */
export const listWaiting = (scope: OrgScope, after: string, limit: number): Promise<Waiting[]> =>
  withOrg(
    scope,
    (tx) => tx.$queryRaw<Waiting[]>`
      select w.id, w.question, array_agg(a.asker_id order by a.asker_id) as askers from wanted w
      join wanted_ask a on a.org_id = w.org_id and a.wanted_id = w.id and a.told_at is null
      where w.org_id = ${scope.orgId} and w.id > ${after} group by w.id, w.question order by w.id limit ${limit}`,
  )

type Answer = { askers: string[]; product: string; at: Date; heardSince: Date }
/** Keeps that these askers are told of a product; answers those who were not yet, for another question of theirs neither. */
export const answer = (scope: OrgScope, id: string, { askers, product, at, heardSince }: Answer): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    await lock(tx, orgId, [id])
    const told = await tx.$queryRaw<{ asker: string; heard: boolean }[]>`
      update wanted_ask a set told_at = ${at}, answer = ${product}
      where a.org_id = ${orgId} and a.wanted_id = ${id} and a.asker_id = any (${askers}::text[]) and a.told_at is null
      returning a.asker_id as asker, exists (select 1 from wanted_ask o where o.org_id = a.org_id and o.asker_id = a.asker_id
        and o.answer = ${product} and o.told_at > ${heardSince}) as heard`
    const state = { state: 'answered', answer: product, answeredAt: at }
    if (told.length > 0) await tx.wanted.updateMany({ where: { orgId, id }, data: state })
    return told.filter(({ heard }) => !heard).map(({ asker }) => asker)
  })

/** Forgets who has not asked since a moment, and what nobody has. */
export const prune = (scope: OrgScope, before: Date): Promise<number> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const old = { orgId, lastAt: { lt: before } }
    const asked = await tx.$queryRaw<{ id: string }[]>`
      select distinct wanted_id as id from wanted_ask where org_id = ${orgId} and last_at < ${before} limit ${AT_ONCE}`
    const ids = asked.map(({ id }) => id)
    await lock(tx, orgId, ids)
    const { count } = await tx.wantedAsk.deleteMany({ where: { ...old, wantedId: { in: ids } } })
    await recount(tx, orgId, ids)
    return count
  })

/** Keeps that somebody asked, on that day, and not that it was one of these members: nobody waits for an answer any more. */
export const disown = (scope: OrgScope, memberIds: readonly string[], at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const theirs = Prisma.sql`org_id = ${orgId} and asker_id = any (${[...memberIds]}::text[])`
    const asked = await tx.$queryRaw<{ id: string }[]>`select distinct wanted_id as id from wanted_ask where ${theirs}`
    await lock(
      tx,
      orgId,
      asked.map(({ id }) => id),
    )
    await tx.$executeRaw`update wanted_ask set asker_id = 'left_' || gen_random_uuid(), told_at = coalesce(told_at, ${at}),
      first_at = date_trunc('day', first_at, 'UTC'), last_at = date_trunc('day', last_at, 'UTC') where ${theirs}`
  })
