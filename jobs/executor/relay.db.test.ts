import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { roleUrl } from '@/server/platform/role'
import { startWorld, trialDatabase, until } from '../trial/world'
import { startRelay } from './relay'

// What runs the functions stands elsewhere, with a database of its own, and speaks the Inngest server's event API.
let elsewhere: Awaited<ReturnType<typeof startWorld>>
let here: Awaited<ReturnType<typeof trialDatabase>>
beforeAll(async () => {
  elsewhere = await startWorld()
  await elsewhere.start()
  here = await trialDatabase()
  await new Promise<void>((resolve) => registrar.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  registrar.close()
  await elsewhere.stop()
  await here.drop()
})

/** The app, as far as the relay calls it: it registers with the server, or cannot yet. */
let registers = true
const registrar = createServer((_, response) => response.writeHead(registers ? 200 : 500).end())

const relayTo = (port: number) => {
  const databaseUrl = new URL(roleUrl('relay'))
  databaseUrl.pathname = new URL(here.executorUrl).pathname
  const { eventKey } = elsewhere.settings
  const appUrl = new URL(`http://127.0.0.1:${(registrar.address() as AddressInfo).port}/api/inngest`)
  return startRelay({
    databaseUrl: databaseUrl.href,
    appUrl,
    eventKey,
    inngestUrl: new URL(`http://127.0.0.1:${port}`),
  })
}
const unsent = async () =>
  Number((await here.pool.query('select count(*) from job.event where sent_at is null')).rows[0].count)
const ran = () => elsewhere.heard().filter((what) => what === 'only').length

test('each row of the outbox is posted, and is one event however often it is posted', async () => {
  await here.pool.query(`insert into job.event (name, body) select 'one', jsonb_build_object('data', jsonb_build_object('org', 'org_' || n))
    from generate_series(1, 5) n`)
  const relay = await relayTo(elsewhere.settings.port)
  await until('all sent', async () => (await unsent()) === 0)
  // As after a kill between posting and marking.
  await here.pool.query('update job.event set sent_at = null')
  await until('all sent again', async () => (await unsent()) === 0)
  await elsewhere.ended('one', 5)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(ran()).toBe(5)
  await relay.stop()
})

test('rows wait while the server is away', async () => {
  const relay = await relayTo(1)
  await here.pool.query(`insert into job.event (name, body) values ('one', '{"data":{"org":"org_1"}}')`)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(await unsent()).toBe(1)
  await relay.stop()
})

test('rows wait until the server knows the functions: what it is told before begins no run', async () => {
  await here.pool.query('delete from job.event')
  registers = false
  const before = ran()
  await here.pool.query(`insert into job.event (name, body) values ('one', '{"data":{"org":"org_1"}}')`)
  const relay = await relayTo(elsewhere.settings.port)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(await unsent()).toBe(1)
  registers = true
  await until('the row', async () => ran() === before + 1)
  await relay.stop()
})

test('a row that the server refuses holds up no other, and what the built-in runner told itself stays here', async () => {
  await here.pool.query('delete from job.event')
  const before = ran()
  await here.pool.query(`insert into job.event (name, body) values
    ('inngest/function.failed', '{"data":{"org":"org_1"}}'), ('one', '{"data":{"org":"org_1"}}')`)
  const large = `jsonb_build_object('data', jsonb_build_object('org', 'org_1', 'x', repeat('x', 1100000)))`
  await here.pool.query(`insert into job.event (name, body) select 'large', ${large}`)
  const relay = await relayTo(elsewhere.settings.port)
  await until('the good row', async () => ran() === before + 1)
  await here.pool.query(`insert into job.event (name, body) values ('one', '{"data":{"org":"org_1"}}')`)
  await until('the next good row', async () => ran() === before + 2)
  const { rows } = await here.pool.query('select name from job.event where sent_at is null')
  expect(rows.map((row) => row.name)).toEqual(['large'])
  await relay.stop()
})
