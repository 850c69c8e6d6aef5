import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { roleUrl } from '@/server/platform/role'
import { unsupported } from '../trial/functions'
import { serveApp, startWorld, until } from '../trial/world'
import { startExecutor } from './executor'

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
  await world.start()
})
afterAll(() => world.stop())

test('at most so many of one organisation at once, exactly, with two executors', async () => {
  await world.start({ port: 0 })
  await world.client.send(
    Array.from({ length: 20 }, (_, n) => ({ name: 'narrow', data: { org: n % 2 ? 'org_a' : 'org_b' } })),
  )
  await world.ended('narrow', 20)
  const most = { org_a: 0, org_b: 0 }
  const now = { ...most }
  for (const what of world.heard().filter((one) => /^[+-]org/.test(one))) {
    const org = what.slice(1) as keyof typeof now
    now[org] += what[0] === '+' ? 1 : -1
    most[org] = Math.max(most[org], now[org])
  }
  expect(Math.max(most.org_a, most.org_b)).toBe(2)
})

/** How long an event of the calm organisation takes to its first step: the median of nine, in ms. */
async function calmDelay(): Promise<number> {
  const delays: number[] = []
  for (let n = 0; n < 9; n++) {
    const [sent, before] = [Date.now(), world.notes.length]
    await world.pool.query(`insert into job.event (name, body) values ('one', '{"data":{"org":"org_calm"}}')`)
    const note = await until('the calm one', async () => world.notes.slice(before).find((one) => one.what === 'only'))
    delays.push(note.at - sent)
  }
  return delays.sort((x, y) => x - y)[4]!
}

test('a flood of one organisation delays another by little', async () => {
  const alone = await calmDelay()
  await world.pool.query(`insert into job.event (name, body) select 'steps', jsonb_build_object('data', jsonb_build_object('org', 'org_flood'))
    from generate_series(1, 5000)`)
  const flooded = await calmDelay()
  const waiting = await world.pool.query(`select from job.run where fn = 'trial-steps' and status = 'running' limit 1`)
  expect(waiting.rows).toHaveLength(1)
  // Behind the flood it would wait for minutes. The app and both executors share this test's one thread.
  expect(flooded).toBeLessThan(20 * alone + 300)
  await world.pool.query(`delete from job.event where sent_at is null; delete from job.run`)
})

test('a tenant whose calls never end leaves slots to others', async () => {
  const data = (n: number) => ({ org: `org_slow`, ms: 4000, n })
  const narrow = `update job.run set cap = null; update job.item set cap = null, lane = lane || run_id`
  await world.client.send(Array.from({ length: 40 }, (_, n) => ({ name: 'narrow', data: data(n) })))
  await until(
    'queued',
    async () => (await world.pool.query(`select from job.run where tenant = 'org_slow'`)).rows.length === 40,
  )
  // Without their own cap they would take every slot there is.
  await world.pool.query(narrow)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const [sent, before] = [Date.now(), world.notes.length]
  await world.client.send({ name: 'one', data: { org: 'org_calm' } })
  const note = await until('the calm one', async () => world.notes.slice(before).find((one) => one.what === 'only'))
  expect(note.at - sent).toBeLessThan(3000)
  const { rows } = await world.pool.query(
    `select owner, count(*)::int from job.item where tenant = 'org_slow' and owner is not null group by owner`,
  )
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBeLessThanOrEqual(8)
  await world.pool.query('delete from job.run')
})

test('functions that need more than the runner has are refused at start, each by name', async () => {
  const made = unsupported({ ...world.settings, eventsUrl: 'http://127.0.0.1:1', note: () => {} })
  const { server, url } = await serveApp({ client: made.client, functions: made.functions })
  const refused = startExecutor({ ...world.settings, appUrl: url, port: 0 })
  await expect(refused).rejects.toThrow(
    /throttled: throttle[\s\S]*batched: batchEvents[\s\S]*greater: trigger if[\s\S]*wide: concurrency scope env/,
  )
  server.closeAllConnections()
  server.close()
})

test('the event API knows its key and refuses what is no event', async () => {
  const base = `http://127.0.0.1:${world.settings.port}/e/`
  const post = async (key: string, body: string) => (await fetch(base + key, { method: 'POST', body })).status
  expect(await post('wrong', '{"name":"one"}')).toBe(401)
  expect(await post(world.settings.eventKey, '{"name":')).toBe(400)
  expect(await post(world.settings.eventKey, '{"data":{}}')).toBe(400)
  expect(await post(world.settings.eventKey, '{"name":"inngest/function.failed"}')).toBe(400)
  expect(await post(world.settings.eventKey, JSON.stringify({ name: 'x', data: { a: 'a'.repeat(2 ** 20) } }))).toBe(413)
})

test('the product announces for its own organisation, and may do nothing else to the runner', async () => {
  const app = new pg.Client({ connectionString: roleUrl('app') })
  await app.connect()
  const announce = (org: string) =>
    app.query('insert into job.event (name, body) values ($1, $2)', [`test/${randomUUID()}`, { data: { org } }])
  await app.query(`begin; set local app.org_id = 'org_mine'`)
  await announce('org_mine')
  await expect(announce('org_other')).rejects.toThrow('row-level security')
  await app.query('rollback')
  await expect(announce('org_mine')).rejects.toThrow('row-level security')
  for (const sql of [
    'select * from job.event',
    'delete from job.event',
    'select * from job.run',
    `select job.replay('${randomUUID()}')`,
    `insert into job.event (id, name) values ('a', 'b')`,
  ])
    await expect(app.query(sql)).rejects.toThrow('permission denied')
  await app.end()
  const executor = new pg.Client({ connectionString: roleUrl('executor') })
  await executor.connect()
  await expect(executor.query('select * from public.organisation')).rejects.toThrow('permission denied')
  await executor.end()
})
