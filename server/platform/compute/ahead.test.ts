import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import * as compute from '.'
import { ahead } from './ahead'
import { takeWaiting, warm } from './pool'

const ask = (sql: string) => ({ org: 'org_a', views: [], sql })
const told = (sql: string) => compute.query({ ...ask(sql), ahead: ahead('org_a', sql) })
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`stoa-compute-${process.pid}-`))

beforeEach(() => warm(2))

test('a child that was told of its statement answers as another does', async () => {
  const sql = 'select a, count(*) as n from (values (1), (1), (2)) t(a) group by a order by a'
  const { took: _, ...plain } = await compute.query(ask(sql))
  const { took: __, ...ours } = await told(sql)
  expect(ours).toEqual(plain)
})

test.each([
  ['a file', `select * from read_csv('/etc/passwd')`],
  ['a setting', 'set memory_limit=1'],
  ['two statements', 'select 1; select 2'],
  ['no statement', 'selec 1'],
  ['a table that it may not read', 'select * from "a"."b"'],
  ['one nested so deep that it breaks the engine', `select ${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
])('it refuses what another refuses, in the same words: %s', async (_, sql) => {
  const failure = (asked: Promise<unknown>) =>
    asked.then(
      () => null,
      ({ code, message }) => ({ code, message }),
    )
  const plain = await failure(compute.query(ask(sql)))
  expect(plain).not.toBeNull()
  expect(await failure(told(sql))).toEqual(plain)
})

test('what it was told binds nobody: the statement that comes is the one that runs', async () => {
  const other = await compute.query({ ...ask('select 2'), ahead: ahead('org_a', 'select 1') })
  expect(other.rows).toEqual([[2]])
})

test('limits that were set ahead are locked like the others', async () => {
  const wide = "select value from duckdb_settings() where name = 'memory_limit'"
  await expect(told(wide)).rejects.toMatchObject({ code: 'invalid' })
  const eats = "select length(string_agg(repeat('x', 1000000) || i, ',')) from range(3000) t(i)"
  await expect(told(eats)).rejects.toMatchObject({ code: 'limited' })
})

test('dropped, it ends and leaves no folder; dropped after its use, nothing happens', async () => {
  const before = folders()
  const unused = ahead('org_a', 'select 1')!
  expect(folders().length).toBe(before.length + 1)
  unused.drop()
  expect(await unused.take()).toBeNull()
  await expect.poll(folders, { timeout: 5_000 }).toEqual(before)
  const used = ahead('org_a', 'select 3')!
  const answer = compute.query({ ...ask('select 3'), ahead: used })
  used.drop()
  expect((await answer).rows).toEqual([[3]])
})

test('one that died while it waited is replaced', async () => {
  const held = ahead('org_a', 'select 4')!
  const { child, temp } = (await held.take())!
  // It has read what it was told, so that its end is a quiet one: nothing it left unread breaks the socket.
  await sleep(300)
  child.kill()
  await new Promise((done) => child.once('close', () => done(null)))
  const late = { take: async () => (child.gone ? null : { child, temp }), drop: () => {} }
  expect((await compute.query({ ...ask('select 4'), ahead: late })).rows).toEqual([[4]])
  expect(existsSync(`/proc/${child.pid}/stat`)).toBe(false)
})

test('where no child waits nothing is told', async () => {
  for (let child = await takeWaiting(); child; child = await takeWaiting()) child.kill()
  const none = ahead('org_a', 'select 5')!
  expect(await none.take()).toBeNull()
  expect((await told('select 5')).rows).toEqual([[5]])
})
