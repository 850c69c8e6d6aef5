import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { Prisma, PrismaClient } from '@/prisma/generated/client'
import { AppError } from './errors'
import { openPool } from './open-pool'
import { type Open as Line, type OrgPool, orgPool } from './org-pool'
import { type Role, roleUrl } from './role'
import { turns } from './turns'

export { type Role, roleUrl } from './role'

/** One organisation's share of the database. Minted at a session, a token and the job door; nowhere else. */
export type OrgScope = { readonly orgId: string; readonly __scope: true }
export type Tx = Prisma.TransactionClient

/**
 * Plain SQL in the open transaction, past Prisma, whose part in a small statement is the larger one: for what stands before every
 * read. Statements asked at once go out together. Values are parameters, or parts made by `Prisma.sql`; bigint comes as text.
 */
export type Sql = <R extends object>(text: TemplateStringsArray, ...values: unknown[]) => Promise<R[]>

/** Makes a scope for an organisation that the caller has proven. Only tenancy, the API context and the job door call it. */
export const mintScope = (orgId: string): OrgScope => Object.freeze({ orgId, __scope: true as const })

/** The organisation that this line of calls works for, and its transaction once that has begun. */
type Open = Line & { tx?: Tx }
type Shared = { prisma?: PrismaClient; pool?: OrgPool; pools: Map<Role, pg.Pool>; open: AsyncLocalStorage<Open> }
const holder = globalThis as unknown as { __stoaDatabase?: Shared }
holder.__stoaDatabase ??= { pools: new Map(), open: new AsyncLocalStorage() }
const shared = holder.__stoaDatabase

function pool(): OrgPool {
  shared.pool ??= orgPool(roleUrl('app'), () => shared.open.getStore())
  return shared.pool
}

function prisma(): PrismaClient {
  shared.prisma ??= new PrismaClient({
    adapter: new PrismaPg(pool(), { onPoolError: () => undefined }),
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
  return shared.prisma
}

/**
 * Runs work inside one organisation: one transaction whose row-level security sees that organisation only. Called inside
 * another of the same organisation it joins it (nested transactions would starve the pool). No network inside.
 */
export async function withOrg<T>(
  scope: OrgScope,
  work: (tx: Tx, sql: Sql) => Promise<T>,
  { timeoutMs = 15_000, holdsTurn = false }: { timeoutMs?: number; holdsTurn?: boolean } = {},
): Promise<T> {
  const outer = shared.open.getStore()
  if (outer?.tx) {
    if (outer.orgId !== scope.orgId) throw new AppError('internal', 'A transaction of one organisation met another.')
    return work(outer.tx, sqlIn(outer))
  }
  const open: Open = { orgId: scope.orgId }
  const begun = (tx: Tx) => {
    open.tx = tx
    return work(tx, sqlIn(open))
  }
  const begin = () => shared.open.run(open, () => prisma().$transaction(begun, { timeout: timeoutMs }))
  return holdsTurn ? begin() : turns.take(scope.orgId, begin)
}

/** In place of Prisma's transaction where there is none. */
const plainAlone = new Proxy({} as Tx, {
  get: (_, name) => {
    throw new Error(`"${String(name)}" of a transaction that takes plain SQL alone.`)
  },
})
const longestReadMs = 15_000

/**
 * As `withOrg`, for reads in plain SQL alone: past Prisma, which costs more than a small statement does, and without waiting for the
 * transaction to end. What writes in it, or needs Prisma, fails. Inside another transaction it is a part of that.
 */
export function readOrg<T>(scope: OrgScope, work: (sql: Sql) => Promise<T>): Promise<T> {
  if (shared.open.getStore()?.tx) return withOrg(scope, (_, sql) => work(sql))
  const open: Open = { orgId: scope.orgId, tx: plainAlone }
  const read = () => shared.open.run(open, () => pool().read(open, longestReadMs, () => work(sqlIn(open))))
  return turns.take(scope.orgId, read)
}

const sqlIn =
  (open: Open): Sql =>
  async (text, ...parts) => {
    const statement = Prisma.sql(text, ...parts)
    return (await open.ask!(statement.text, statement.values)).rows
  }

/** Runs work in a transaction of its own even when one is open: for what must stay though the outer one fails. */
export function apart<T>(scope: OrgScope, work: (tx: Tx, sql: Sql) => Promise<T>): Promise<T> {
  // The open one has its organisation's turn already; waiting for another would be waiting for itself.
  const holdsTurn = shared.open.getStore() !== undefined
  return shared.open.exit(() => withOrg(scope, work, { holdsTurn }))
}

function rolePool(role: Role): pg.Pool {
  let pool = shared.pools.get(role)
  if (!pool) {
    pool = openPool({ connectionString: roleUrl(role), max: 3, idleTimeoutMillis: 60_000, pipeline: true })
    shared.pools.set(role, pool)
  }
  return pool
}

/** Asks one statement as a role that may look across organisations, at its own few columns only. */
export async function askAs<R extends pg.QueryResultRow>(
  role: Role,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  return (await rolePool(role).query<R>(text, values)).rows
}

/** Several, in one transaction. */
export async function asRole<T>(role: Role, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await rolePool(role).connect()
  let broken = true
  try {
    // The beginning goes out with the first statement, and is waited for with it.
    const begun = client.query('begin')
    begun.catch(() => {})
    const result = await work(client)
    await begun
    await client.query('commit')
    broken = false
    return result
  } catch (error) {
    await client.query('rollback').then(
      () => (broken = false),
      () => undefined,
    )
    throw error
  } finally {
    client.release(broken)
  }
}

/** Closes every connection of this process. */
export async function closeDatabase(): Promise<void> {
  await shared.prisma?.$disconnect()
  const pools = [...shared.pools.values(), ...(shared.pool ? [shared.pool] : [])]
  shared.prisma = shared.pool = undefined
  shared.pools.clear()
  await Promise.all(pools.map((pool) => pool.end()))
}
