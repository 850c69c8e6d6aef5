import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { closeDatabase, mintScope, readOrg, roleUrl, type Sql, type Tx, withOrg } from './db'
import { orgPool } from './org-pool'

afterAll(closeDatabase)

const settingOf = async (client: Pick<pg.PoolClient, 'query'>) =>
  (await client.query(`select current_setting('app.org_id', true) as org`)).rows[0].org
const settingIn = async (tx: Tx) =>
  (await tx.$queryRaw<{ org: string }[]>`select current_setting('app.org_id', true) as org`)[0]?.org

it('gives each transaction its own organisation, however many share the pool and fail in it', async () => {
  const ways: Record<string, (tx: Tx) => Promise<unknown>> = {
    ends: async () => {},
    throws: () => Promise.reject(new Error('in the middle')),
    fails: (tx) => tx.$queryRaw`select 1 / 0`,
    lasts: (tx) => tx.$queryRaw`select pg_sleep(0.2)`,
  }
  const told = await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const org = `org_${n}_${randomUUID()}`
      const way = Object.values(ways)[n % 4]!
      const seen: unknown[] = []
      const work = async (tx: Tx) => {
        seen.push(await settingIn(tx), await withOrg(mintScope(org), settingIn))
        await way(tx)
      }
      await withOrg(mintScope(org), work, { timeoutMs: n % 8 === 3 ? 100 : 15_000 }).catch(() => {})
      return [org, seen] as const
    }),
  )
  for (const [org, seen] of told) expect([org, ...seen]).toEqual([org, ...seen.map(() => org)])
  // Those whose time was up before they had asked saw nothing at all.
  expect(told.filter(([, seen]) => seen.length === 2).length).toBeGreaterThanOrEqual(175)
})

const plainly = async (sql: Sql) =>
  (await sql<{ org: string }>`select current_setting('app.org_id', true) as org`)[0]?.org

it('takes plain statements into the same transaction, and several at once in their order', async () => {
  const org = `org_${randomUUID()}`
  const seen = await withOrg(mintScope(org), async (tx, sql) => {
    const all = await Promise.all([
      sql`create temp table t (n int) on commit drop`,
      sql`insert into t values (${7}), (8)`,
    ])
    const [prisma, plain] = [await tx.$queryRaw`select n from t order by n`, await sql`select n from t order by n`]
    return {
      all,
      prisma,
      plain,
      org: [await plainly(sql), await settingIn(tx), await withOrg(mintScope(org), (_, inner) => plainly(inner))],
    }
  })
  expect(seen).toEqual({
    all: [[], []],
    prisma: [{ n: 7 }, { n: 8 }],
    plain: [{ n: 7 }, { n: 8 }],
    org: [org, org, org],
  })
  await expect(withOrg(mintScope(org), (_, sql) => sql`select n from t`)).rejects.toThrow('"t" does not exist')
  await expect(withOrg(mintScope(org), (_, sql) => Promise.all([sql`select 1 / 0`, sql`select 1`]))).rejects.toThrow(
    /zero/,
  )
  await expect(withOrg(mintScope(org), (_, sql) => plainly(sql))).resolves.toBe(org)
})

it('reads past Prisma in one organisation, and in a transaction that is open already', async () => {
  const told = await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const org = `org_${n}_${randomUUID()}`
      const seen = await readOrg(mintScope(org), async (sql) => {
        const before = await Promise.all([plainly(sql), withOrg(mintScope(org), (_, inner) => plainly(inner))])
        if (n % 4 === 1) await sql`select 1 / 0`
        if (n % 4 === 2) throw new Error('in the middle')
        return before
      }).catch((error: Error) => error.message)
      return [n, org, seen] as const
    }),
  )
  for (const [n, org, seen] of told)
    expect(seen).toEqual(n % 4 === 1 ? 'division by zero' : n % 4 === 2 ? 'in the middle' : [org, org])
  const org = `org_${randomUUID()}`
  await withOrg(mintScope(org), async (tx, sql) => {
    await sql`create temp table t (n int) on commit drop`
    expect(await readOrg(mintScope(org), (inner) => inner`select n from t`)).toEqual([])
    expect(await settingIn(tx)).toBe(org)
    await expect(readOrg(mintScope('org_other'), plainly)).rejects.toThrow('met another')
  })
})

it('lets a reading neither write, nor use Prisma, nor take for ever, nor be another organisation’s', async () => {
  const scope = mintScope(`org_${randomUUID()}`)
  await expect(readOrg(scope, (sql) => sql`create temp table t (n int)`)).rejects.toThrow('read-only transaction')
  await expect(readOrg(scope, () => withOrg(scope, (tx) => tx.member.findMany()))).rejects.toThrow('plain SQL alone')
  await expect(readOrg(scope, () => withOrg(mintScope('org_other'), settingIn))).rejects.toThrow('met another')
  const [limit] = await readOrg(scope, (sql) => sql`select current_setting('statement_timeout') as at`)
  expect(limit).toEqual({ at: '15s' })
  // And nothing of that is left on the connections.
  const left = await Promise.all(
    Array.from({ length: 16 }, () =>
      withOrg(
        scope,
        (
          _,
          sql,
        ) => sql`select current_setting('statement_timeout') as at, current_setting('transaction_read_only') as only
          from pg_sleep(0.05)`,
      ),
    ),
  )
  expect(left.flat()).toEqual(Array.from({ length: 16 }, () => ({ at: '0', only: 'off' })))
})

it('refuses a statement that comes after its transaction has ended, however it did, whosever the connection is then', async () => {
  const ways: Record<string, (sql: Sql) => Promise<unknown>> = {
    ends: async () => {},
    throws: () => Promise.reject(new Error('in the middle')),
    fails: (sql) => sql`select 1 / 0`,
    lasts: (sql) => sql`select pg_sleep(0.3)`,
  }
  for (const [name, way] of Object.entries(ways)) {
    const kept: Sql[] = []
    const keeping = (sql: Sql) => (kept.push(sql), way(sql))
    const timeoutMs = name === 'lasts' ? 100 : 15_000
    await withOrg(mintScope('org_before'), (_, sql) => keeping(sql), { timeoutMs }).catch(() => {})
    await readOrg(mintScope('org_before'), keeping).catch(() => {})
    const late = async () => {
      for (const sql of kept) await expect(plainly(sql)).rejects.toThrow('after its transaction had ended')
    }
    await late()
    // As many as there are connections: one of them is the one it had.
    const others = Array.from({ length: 16 }, () =>
      withOrg(mintScope('org_after'), (_, sql) => sql`select pg_sleep(0.1)`),
    )
    await late()
    await Promise.all(others)
    await late()
  }
})

it('leaves no setting on a connection, however its transaction ended', async () => {
  const pool = orgPool(roleUrl('app'), () => ({ orgId: 'org_left' }))
  try {
    for (const end of ['commit', 'rollback']) {
      const client = await pool.connect()
      await client.query('BEGIN')
      expect(await settingOf(client)).toBe('org_left')
      if (end === 'rollback') await expect(client.query('select 1 / 0')).rejects.toThrow(/zero/)
      await client.query(end)
      expect(await settingOf(client)).toBe('')
      client.release()
    }
    expect(pool.totalCount).toBe(1)
  } finally {
    await pool.end()
  }
})

it('takes the organisation for a text and nothing more', async () => {
  for (const org of [`o'; set role postgres; --`, "o\\'", 'o"$1\n', 'ö'.repeat(300)]) {
    const pool = orgPool(roleUrl('app'), () => ({ orgId: org }))
    const client = await pool.connect()
    try {
      await client.query({ text: 'BEGIN', values: [] })
      expect(await settingOf(client)).toBe(org)
      await client.query('rollback')
    } finally {
      client.release()
      await pool.end()
    }
  }
})

it('begins nothing where no organisation is meant', async () => {
  const pool = orgPool(roleUrl('app'), () => undefined)
  const client = await pool.connect()
  try {
    expect(() => client.query('BEGIN')).toThrow('outside an organisation')
  } finally {
    client.release()
    await pool.end()
  }
})
