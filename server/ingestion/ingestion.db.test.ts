import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SourceDatabase, sourceDatabase } from '@/prisma/seed/source-database'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { asRole, closeDatabase, withOrg } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { storage } from '@/server/platform/storage'
import * as ingestion from '.'

let a: Tenant
let b: Tenant
let source: SourceDatabase
let n = 0
const name = () => `source ${++n}`

beforeAll(async () => {
  const server = process.env.STOA_OWNER_DATABASE_URL!
  process.env.STOA_DEMO_SOURCE = new URL(server).host
  ;({ a, b } = await twoTenants())
  source = await sourceDatabase(server, 'source_ingestion')
  await source.sql(`
    create table orders (id int primary key, amount numeric(9,2), placed timestamptz not null default now());
    insert into orders select i, i, '2001-01-01'::timestamptz + i * interval '1 minute' from generate_series(1, 1000) i;
    create table big as select i as id, md5(i::text) as t from generate_series(1, 400000) i;
    analyze`)
  process.env.STOA_FILES_ORG = b.org.slug
  rereadEnv()
  await mkdir(process.env.STOA_FILES_ROOT!, { recursive: true })
  await writeFile(path.join(process.env.STOA_FILES_ROOT!, 'people.csv'), 'id,email\n1,a@example.org\n2,b@example.org\n')
})
afterAll(async () => {
  await source.close()
  await closeDatabase()
})

const connect = (tenant = a, more = {}) =>
  ingestion.createConnection(tenant.publisher, tenant.domain.id, {
    kind: 'postgres',
    name: name(),
    domain: tenant.domain.slug,
    config: source.config,
    secrets: source.secrets,
    ...more,
  })

async function sync(tenant: Tenant, connection: string, assets: ({ ref: string; cursor: string | null } | string)[]) {
  const id = await ingestion.requestSync(tenant.publisher, connection, { assets })
  for (;;) if ((await ingestion.advanceRun(tenant.scope, id)).ended) return ingestion.getRun(tenant.scope, id)
}
const latest = async (tenant: Tenant, connectionId: string, ref: string) => {
  const { items } = await ingestion.listAssets(tenant.scope, connectionId, { refs: [ref], limit: 1 })
  return ingestion.getAsset(tenant.scope, items[0]!.id)
}
describe('a connection', () => {
  it('seals its secrets and never gives them back', async () => {
    const id = await connect()
    const shown = await ingestion.getConnection(a.scope, id)
    expect(shown).toMatchObject({ hasSecrets: true, state: 'new', domain: 'sales' })
    expect(JSON.stringify(shown)).not.toContain(source.secrets.password)
    await withOrg(a.scope, async (tx) => {
      const rows = await tx.connectionSecret.findMany()
      expect(JSON.stringify(rows)).not.toContain(source.secrets.password)
    })
  })

  it('names every wrong setting', async () => {
    const wrong = connect(a, { config: { host: '/tmp', port: 'x', extra: 1 } })
    await expect(wrong).rejects.toMatchObject({ code: 'invalid' })
    const { details } = await wrong.catch((error) => error)
    expect(details.map(({ path }: { path: string }) => path).sort()).toEqual(
      ['config.database', 'config.extra', 'config.host', 'config.port', 'config.user'].sort(),
    )
    await expect(connect(a, { secrets: undefined })).rejects.toMatchObject({ details: [{ path: 'secrets' }] })
    await expect(connect(a, { schedule: 'often' })).rejects.toMatchObject({ details: [{ path: 'schedule' }] })
  })

  it('loses its secrets when it points elsewhere, unless they come along', async () => {
    const id = await connect()
    const config = { ...source.config, host: 'localhost' }
    await expect(ingestion.updateConnection(a.publisher, id, { config })).rejects.toMatchObject({
      details: [{ path: 'secrets' }],
    })
    expect((await ingestion.getConnection(a.scope, id)).config).toMatchObject({ host: '127.0.0.1' })
    await ingestion.updateConnection(a.publisher, id, { config: { ...source.config, schemas: ['public'] } })
    expect(await ingestion.testConnection(a.scope, { id })).toMatchObject({ ok: true })
    await ingestion.updateConnection(a.publisher, id, { config, secrets: { password: 'other' } })
    expect(await ingestion.testConnection(a.scope, { id })).toMatchObject({ ok: false })
  })

  it('test names the wrong field', async () => {
    const settings = { kind: 'postgres', config: { ...source.config, database: 'nowhere' }, secrets: source.secrets }
    expect(await ingestion.testConnection(a.scope, { settings })).toMatchObject({
      ok: false,
      problems: [{ path: 'config.database' }],
    })
  })

  it('has a name that is taken once in an organisation, and is not there for another', async () => {
    const id = await connect(a, { name: 'warehouse' })
    await expect(connect(a, { name: 'warehouse' })).rejects.toMatchObject({ code: 'conflict' })
    await connect(b, { name: 'warehouse' })
    await expect(ingestion.getConnection(b.scope, id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await ingestion.findResource(b.scope, 'connection', id)).toBeNull()
    await expect(ingestion.requestSync(b.publisher, id, { assets: ['public.orders'] })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('reads files only for the organisation that the folder belongs to', async () => {
    const files = { kind: 'files', config: { path: '*.csv' }, secrets: undefined }
    expect(await ingestion.testConnection(a.scope, { settings: files })).toMatchObject({ ok: false })
    const id = await connect(b, files)
    const run = await sync(b, id, ['people.csv'])
    expect(run).toMatchObject({ state: 'succeeded', snapshots: [{ rows: 2 }] })
    const { profile } = await ingestion.getSnapshot(b.scope, run.snapshots[0]!.id)
    expect(profile.columns[1]).toMatchObject({ name: 'email', nulls: 0, distinct: 2, personal: { kind: 'email' } })
  })
})

describe('a run', () => {
  it('copies, says what it did, and does not copy again what has not changed', async () => {
    const id = await connect()
    const first = await sync(a, id, ['public.orders'])
    expect(first).toMatchObject({
      state: 'succeeded',
      assets: [{ state: 'recorded' }],
      snapshots: [{ rows: 1000, ref: 'public.orders' }],
    })
    const again = await sync(a, id, ['public.orders'])
    expect(again).toMatchObject({
      state: 'succeeded',
      assets: [{ state: 'unchanged' }],
      snapshots: [{ id: first.snapshots[0]!.id }],
    })
    const asset = await latest(a, id, 'public.orders')
    expect((await ingestion.listSnapshots(a.scope, asset.id, { limit: 10 })).items).toHaveLength(1)
    const log = (await ingestion.listEvents(a.scope, first.id, 0, 100)).map(({ message }) => message)
    expect(log).toEqual(['publisher asked for 1 to be copied.', 'public.orders: copied, 1,000 rows.', 'Done.'])
    await expect(ingestion.getSnapshot(b.scope, first.snapshots[0]!.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('reads by a cursor only what is new, ties and changes included', async () => {
    const id = await connect()
    await source.sql(
      `create table growing (id int primary key, at timestamptz, v int); insert into growing values (1, '2001-01-01', 1), (2, '2001-01-02', 1)`,
    )
    await sync(a, id, [{ ref: 'public.growing', cursor: 'at' }])
    await source.sql(
      `insert into growing values (3, '2001-01-02', 1); update growing set v = 2, at = '2001-01-03' where id = 1`,
    )
    const run = await sync(a, id, ['public.growing'])
    expect(run.snapshots[0]).toMatchObject({ rows: 3 })
    expect((await latest(a, id, 'public.growing')).position).toContain('2001-01-03')
    await expect(sync(a, id, [{ ref: 'public.big', cursor: 'id' }])).rejects.toThrow('no primary key')
  })

  it('tells what changed in the schema', async () => {
    const id = await connect()
    await source.sql('create table shifting (id int, x int); insert into shifting values (1, 1)')
    await sync(a, id, ['public.shifting'])
    await source.sql('alter table shifting alter x type text; alter table shifting add y int')
    const run = await sync(a, id, ['public.shifting'])
    const { difference } = await ingestion.getSnapshot(a.scope, run.snapshots[0]!.id)
    expect(difference).toEqual({
      added: [{ name: 'y', type: 'INTEGER', nullable: true }],
      removed: [],
      changed: [{ name: 'x', before: 'INTEGER', after: 'VARCHAR' }],
    })
  })

  it('is held when the source shrank, keeps the old copy, and takes the new one once accepted', async () => {
    const id = await connect()
    await source.sql('create table waning as select i as id from generate_series(1, 100) i')
    const full = (await sync(a, id, ['public.waning'])).snapshots[0]!.id
    await source.sql('delete from waning')
    const held = await sync(a, id, ['public.waning'])
    expect(held).toMatchObject({
      state: 'held',
      assets: [{ state: 'held', problem: expect.stringContaining('is empty') }],
    })
    expect((await latest(a, id, 'public.waning')).latestSnapshot).toBe(full)
    await ingestion.acceptRun(a.publisher, held.id)
    expect((await latest(a, id, 'public.waning')).latestSnapshot).toBe(held.snapshots[0]!.id)
    await expect(ingestion.acceptRun(a.publisher, held.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('goes on past an asset that fails, and says which and why', async () => {
    const id = await connect()
    await source.sql('create table passing (id int); insert into passing values (1); create table failing (id int)')
    await ingestion.discoverAssets(a.scope, id)
    await source.sql('drop table failing')
    const run = await sync(a, id, ['public.failing', 'public.passing'])
    expect(run.state).toBe('failed')
    expect(run.error).toContain('public.failing')
    expect(Object.fromEntries(run.assets.map(({ ref, state }) => [ref, state]))).toEqual({
      'public.failing': 'failed',
      'public.passing': 'recorded',
    })
    await expect(sync(a, id, ['public.nothing'])).rejects.toMatchObject({ details: [{ path: 'assets.0' }] })
  })

  it('is cancelled while it goes on, and leaves nothing half', async () => {
    const id = await connect()
    await source.sql(
      'create view endless as select i as id, pg_sleep(0.01)::text as t from generate_series(1, 100000) i',
    )
    const run = await ingestion.requestSync(a.publisher, id, { assets: ['public.endless'] })
    const working = ingestion.advanceRun(a.scope, run)
    await sleep(1_000)
    await ingestion.cancelRun(a.publisher, run)
    await working
    expect((await ingestion.getRun(a.scope, run)).state).toBe('cancelled')
    expect((await latest(a, id, 'public.endless')).latestSnapshot).toBeNull()
  })
})

describe('the schedule', () => {
  it('makes one run when its time comes, however often it is asked', async () => {
    const id = await connect(a, { schedule: '0 5 * * *' })
    await sync(a, id, ['public.orders'])
    const due = new Date((await ingestion.getConnection(a.scope, id)).nextSyncAt!)
    await Promise.all([ingestion.syncDue(a.scope, id, due), ingestion.syncDue(a.scope, id, due)])
    await ingestion.syncDue(a.scope, id, due)
    const { items } = await ingestion.listRuns(a.scope, { connectionId: id, limit: 10 })
    expect(items.map(({ requestedBy }) => requestedBy)).toEqual(['schedule', a.publisher.principal.id])
    expect(new Date((await ingestion.getConnection(a.scope, id)).nextSyncAt!).getTime()).toBeGreaterThan(due.getTime())
  })
})

describe('what an event missed', () => {
  it('is done by the sweep: a schedule whose time passed unseen, and a run that nobody looks after', async () => {
    const id = await connect(a, { schedule: '0 5 * * *' })
    await sync(a, id, ['public.orders'])
    expect(await ingestion.wakeIdle(a.scope)).toEqual({ schedules: 0, runs: 0 })
    const change = (sql: string) => withOrg(a.scope, (tx) => tx.$executeRawUnsafe(sql))
    await change(`update schedule set next_at = now() - interval '1 hour' where connection_id = '${id}'`)
    expect(await ingestion.wakeIdle(a.scope)).toEqual({ schedules: 1, runs: 0 })
    const { items } = await ingestion.listRuns(a.scope, { connectionId: id, limit: 10 })
    const made = items.find(({ requestedBy }) => requestedBy === 'schedule')!
    const asked = () =>
      asRole('executor', async (client) => {
        const events = await client.query("select 1 from job.event where body -> 'data' ->> 'run' = $1", [made.id])
        return events.rows.length
      })
    expect(await asked()).toBe(1)
    await change(`update run set created_at = now() - interval '1 hour' where id = '${made.id}'`)
    expect(await ingestion.wakeIdle(a.scope)).toEqual({ schedules: 0, runs: 1 })
    expect(await asked()).toBe(2)
  })
})

describe('the keep rule', () => {
  it('keeps a file that another snapshot of the same content names', async () => {
    const id = await connect()
    await source.sql('create table twin (id int); insert into twin values (1)')
    const run = await sync(a, id, ['public.twin'])
    const { storageKey } = await ingestion.getSnapshot(a.scope, run.snapshots[0]!.id)
    expect(await ingestion.pruneSnapshots(a.scope, run.id, new Set())).toBe(0)
    expect(await storage.exists(storageKey)).toBe(true)
  })
})
