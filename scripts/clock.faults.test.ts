import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { once } from './sql'
import { makeInstallation, rowsOf } from './test/small-installation'

// A clock that is set back by an hour finds everything that was written before an hour later than it was; one that is set forward, an
// hour earlier. So the times in the database are moved instead of the machine's clock, which is everybody's.

let folder: string
let live: Awaited<ReturnType<typeof makeInstallation>>
const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  once<Row & Record<string, unknown>>(live.cluster.url('stoa'), text, values)

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-clock-'))
  fs.chmodSync(folder, 0o711) // root's PostgreSQL runs as another user
  live = await makeInstallation(folder)
}, 120_000)
afterAll(async () => {
  await closeDatabase()
  await live?.cluster.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Sets the clock by so many hours: every time in the database but the audit's, which nobody may change, moves the other way. */
async function setClock(hours: number) {
  const columns = await sql<{ place: string; columns: string[] }>(
    `select format('%I.%I', table_schema, table_name) as place, array_agg(quote_ident(column_name::text)) as columns
     from information_schema.columns where table_schema in ('public', 'job') and data_type = 'timestamp with time zone'
       and table_name not like 'audit%' and table_name not like '\\_prisma%' group by 1`,
  )
  const moved = columns.map(({ place, columns }) => {
    const set = columns.map((column) => `${column} = ${column} - interval '${hours} hours'`)
    return `update ${place} set ${set.join(', ')}`
  })
  await sql(`begin; set local session_replication_role = replica; ${moved.join('; ')}; commit`)
}

const request = async () => {
  const { items } = await ingestion.listConnections(live.scope, { limit: 1 })
  return ingestion.requestSync(live.owner, items[0]!.id, { assets: ['orders.csv'] })
}
async function ended(run: string) {
  for (let turn = 0; turn < 100; turn++) if ((await ingestion.advanceRun(live.scope, run, 300)).ended) break
  return (await ingestion.getRun(live.scope, run)).state
}

it('a right that ends in half an hour has ended on a clock set forward, and lives on one set back', async () => {
  const soon = new Date(Date.now() + 30 * 60_000)
  const { token } = await tenancy.createToken(live.member, { name: 'short', expiresAt: soon.toISOString() })
  await sql('update "grant" set ends_at = $1', [soon])
  await setClock(-1)
  expect(await rowsOf(live.member)).toHaveLength(3)
  expect(await tenancy.authenticateToken(token)).not.toBeNull()
  await setClock(2)
  expect(await tenancy.authenticateToken(token)).toBeNull()
  expect(await access.heldPorts(live.scope, live.member.principal.id)).toEqual([])
  await expect(rowsOf(live.member)).rejects.toThrow('ended at')
  await setClock(-1)
  expect(await rowsOf(live.member)).toHaveLength(3)
})

it('a schedule whose time was jumped over asks once, and one that is set back asks for nothing twice', async () => {
  const { items } = await ingestion.listConnections(live.scope, { limit: 1 })
  const { id } = items[0]!
  await ingestion.updateConnection(live.owner, id, { schedule: '*/30 * * * *' })
  const due = async () => (await sql<{ at: Date }>('select next_at as at from schedule'))[0]!.at
  const asked = async () =>
    (await sql<{ n: number }>(`select count(*)::int as n from run where requested_by = 'schedule'`))[0]!.n
  await setClock(1)
  const missed = await due()
  expect(missed.getTime()).toBeLessThan(Date.now())
  await Promise.all([1, 2, 3].map(() => ingestion.syncDue(live.scope, id, missed)))
  expect(await asked()).toBe(1)
  expect((await due()).getTime()).toBeGreaterThan(Date.now())
  await setClock(-1)
  await ingestion.syncDue(live.scope, id, missed)
  expect(await asked()).toBe(1)
  await ingestion.updateConnection(live.owner, id, { schedule: null })
  const [run] = await sql<{ id: string }>(`select id from run where requested_by = 'schedule'`)
  expect(await ended(run!.id)).toBe('succeeded')
})

it.each([1, -1])(
  'a run whose worker died is taken up at once on a clock set by %i hours, and found by the sweep',
  async (hours) => {
    const run = await request()
    await sql(
      `update run set state = 'running', lease_holder = 'dead', lease_until = now() + interval '15 seconds' where id = $1`,
      [run],
    )
    expect((await ingestion.advanceRun(live.scope, run, 100)).ended).toBe(false)
    await setClock(hours)
    expect((await ingestion.wakeIdle(live.scope)).runs).toBe(1)
    expect(await ended(run)).toBe('succeeded')
  },
)

it.each([1, -1])(
  'a call that was ready, and one that a lost executor held, are claimed on a clock set by %i hours',
  async (hours) => {
    await sql('delete from job.run')
    await sql(`select job.start('{"fn": "f", "event": {}, "attempts": 1, "tenant": "t", "lane": "l", "cancels": []}'),
    job.start('{"fn": "f", "event": {}, "attempts": 1, "tenant": "t", "lane": "l", "cancels": []}')`)
    await sql(`update job.item set owner = 99999 where run_id = (select run_id from job.item limit 1)`)
    await setClock(hours)
    await sql('select job.release_orphans()')
    expect(await sql('select * from job.claim(1, 10, 10)')).toHaveLength(2)
  },
)

it.each([1, -1])('a timer fires once, by the clock as it is set: %i hours', async (hours) => {
  await sql('delete from job.run')
  await sql(`select job.start('{"fn": "f", "event": {}, "attempts": 1, "tenant": "t", "lane": "l", "cancels": []}')`)
  await sql(`update job.item set step_id = 'nap', wake = true, run_at = now() + interval '30 minutes'`)
  await setClock(hours)
  for (let turn = 0; turn < 3; turn++) await sql('select * from job.claim(1, 10, 10)')
  const steps = await sql('select * from job.step')
  expect(steps).toHaveLength(hours > 0 ? 1 : 0)
  await setClock(2)
  for (let turn = 0; turn < 3; turn++) await sql('select * from job.claim(1, 10, 10)')
  expect(await sql('select * from job.step')).toHaveLength(1)
})
