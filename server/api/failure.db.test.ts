import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { asRole, closeDatabase, mintScope, type OrgScope, type Sql, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { toAppError } from './failure'

/** What passes by itself is told as such, whichever way the database was asked: with when to try again, never as a fault of ours. */

const cutOff = (sql: Sql) => sql`select pg_terminate_backend(pg_backend_pid())`.catch(() => {})
const scope = mintScope(newId('organisation'))
afterAll(closeDatabase)

type Ask = (sql: Sql, tx: Tx, n: number) => Promise<unknown>
const ways: [string, Ask][] = [
  ['plain SQL', (sql, _, n) => sql`select pg_advisory_xact_lock(9, ${n}::int)`],
  ['Prisma', (_, tx, n) => tx.$executeRaw`select pg_advisory_xact_lock(9, ${n}::int)`],
]

describe.each(ways)('by %s', (_, ask) => {
  it('what lasts too long is undone, and told to come again', async () => {
    const lasting = (work: Ask) =>
      withOrg(scope, (tx, sql) => work(sql, tx, 1), { timeoutMs: 50 }).then(
        () => null,
        (error) => toAppError(error),
      )
    for (const late of [
      await lasting(async (sql, tx, n) => {
        await sleep(300)
        return ask(sql, tx, n)
      }),
      await lasting(async (sql, tx, n) => {
        await sql`select pg_sleep(0.3)`
        return ask(sql, tx, n)
      }),
    ])
      expect(late).toMatchObject({ code: 'unavailable', retryAfter: 3, message: expect.stringContaining('longer') })
  })

  it('of two changes that wait for each other one is undone, and told to come again', async () => {
    const change = (one: number, other: number) =>
      withOrg(scope, async (tx, sql) => {
        await ask(sql, tx, one)
        await sleep(200)
        await ask(sql, tx, other)
      })
    const both = await Promise.allSettled([change(1, 2), change(2, 1)])
    const undone = both.flatMap((one) => (one.status === 'rejected' ? [toAppError(one.reason)] : []))
    expect(undone).toMatchObject([
      { code: 'unavailable', retryAfter: 3, message: expect.stringContaining('same moment') },
    ])
  })
})

it.each<[string, (scope: OrgScope) => Promise<unknown>]>([
  ['in one transaction', (of) => withOrg(of, (_, sql) => sql`select pg_terminate_backend(pg_backend_pid())`)],
  ['before its next statement', (of) => withOrg(of, (_, sql) => cutOff(sql).then(() => sql`select 1`))],
  ['before its next one by Prisma', (of) => withOrg(of, (tx, sql) => cutOff(sql).then(() => tx.member.count()))],
  [
    'of a role that looks across organisations',
    () =>
      asRole('token', async (client) => {
        await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
        await client.query('select 1')
      }),
  ],
])('a connection that breaks is told to come again, and the next one is had: %s', async (_, work) => {
  const told = await work(scope).then(() => null, toAppError)
  expect(told).toMatchObject({ code: 'unavailable', message: expect.stringContaining('cannot be reached') })
  expect(await withOrg(scope, (_, sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
  expect(await asRole('token', async (client) => (await client.query('select 1 as one')).rows)).toEqual([{ one: 1 }])
})

it('what fails by itself stays a fault of ours, and says nothing of what it was', async () => {
  const wrong = withOrg(scope, (_, sql) => sql`select 1 / 0`).catch(toAppError)
  expect(await wrong).toMatchObject({ code: 'internal', message: expect.not.stringContaining('zero') })
})
