import { mkdtemp, rm } from 'node:fs/promises'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SourceDatabase, sourceDatabase } from '@/prisma/seed/source-database'
import * as compute from '@/server/platform/compute'
import { newId } from '@/server/platform/ids'
import { conformance, type Fixture } from '../conformance'
import type { Connector, Plan, Reading } from '../connector'
import { postgres } from '.'

const signal = new AbortController().signal
let source: SourceDatabase
let folder: string
let allowed: string | undefined

beforeAll(async () => {
  const server = process.env.STOA_OWNER_DATABASE_URL!
  allowed = process.env.STOA_DEMO_SOURCE
  process.env.STOA_DEMO_SOURCE = new URL(server).host
  source = await sourceDatabase(server, 'source_conformance')
  folder = await mkdtemp(path.join(tmpdir(), 'stoa-postgres-'))
  await source.sql(`
    create table large as select i as id, 'name ' || i as name, now() - i * interval '1 second' as at from generate_series(1, 300000) i;
    create table ties (id int primary key, at timestamptz not null);
    insert into ties values (1, '2001-01-01'), (2, '2001-01-02'), (3, '2001-01-02');
    create table trips (id int primary key, place text, driver text);
    insert into trips values (1, 'Lyon', 'x'), (2, 'Bern', 'y');
    analyze;`)
  await source.asSuperuser(`alter role source_conformance createrole`)
})
afterAll(async () => {
  await source.close()
  await rm(folder, { recursive: true, force: true })
  if (allowed === undefined) delete process.env.STOA_DEMO_SOURCE
  else process.env.STOA_DEMO_SOURCE = allowed
})

const ingest = (reading: Reading) => compute.ingest({ source: reading.rows, outDir: folder })
const open = (config = {}, secrets = {}) =>
  postgres.open(
    postgres.config.parse({ ...source.config, ...config }),
    { ...source.secrets, ...secrets },
    { signal, folder: null },
  )

/** Copies a table and answers with what the file then holds. */
async function copied(ref: string, sql = 'select * from t', plan: Plan = {}) {
  const session = await open()
  try {
    const file = await ingest(await session.read(ref, plan))
    const answer = await compute.query({ org: 'test', views: [{ name: ['t'], files: [file.path] }], sql })
    return { ...answer, file }
  } finally {
    await session.close()
  }
}

const grant = newId('grant')
const fixture = (): Fixture => ({
  connector: postgres as unknown as Connector,
  config: source.config,
  secrets: source.secrets,
  folder: null,
  large: { ref: 'public.large', rows: 300_000 },
  ties: {
    ref: 'public.ties',
    column: 'at',
    addTie: async () => void (await source.sql(`insert into ties values (4, '2001-01-02')`)),
  },
  deleteSome: async () => {
    await source.sql('delete from large where id > 1000')
    return 1_000
  },
  revoke: {
    off: async () => void (await source.asSuperuser('alter role source_conformance nologin')),
    on: async () => void (await source.asSuperuser('alter role source_conformance login')),
  },
  throttle: {
    on: async () => void (await source.asSuperuser('alter role source_conformance connection limit 0')),
    off: async () => void (await source.asSuperuser('alter role source_conformance connection limit -1')),
  },
  rights: {
    grant: {
      id: grant,
      grantee: 'con_conformance mem_conformance',
      beside: [],
      until: new Date('2100-01-01'),
      proofPassword: 'the-password-of-a-proof-0123456789',
      objects: [
        {
          name: 'trips',
          ref: 'public.trips',
          columns: ['id', 'place'].map((name) => ({ name, physical: name })),
        },
      ],
    },
    rows: 2,
    readAs: async ({ user, password, statement }) => (await source.as({ user, password }, statement)).rowCount ?? -1,
  },
  count: async (reading) => (await ingest(reading)).rows,
})
conformance('postgres', fixture)

describe('what is copied', () => {
  it('keeps types, NULL and the empty text apart, and every digit', async () => {
    await source.sql(`
      create type mood as enum ('calm', 'loud');
      create domain price as numeric(9, 2);
      create table every_type (n numeric, p price, big bigint, b bytea, j jsonb, a text[], at timestamptz, t text, m mood, u uuid, d date, f float8, i interval);
      insert into every_type values
        (12345678901234567890.123456, 12.50, 9007199254740993, '\\x00ff41', '{"a": 1}', '{x,NULL,"y,z"}', '2001-02-03 04:05:06.789+02', '', 'calm', '00000000-0000-0000-0000-000000000001', '2001-02-03', 'NaN', '1 day'),
        (0.5, null, null, null, null, null, null, null, null, null, null, 'Infinity', null),
        (null, null, null, null, null, null, null, E'line\\n"quoted", \\\\N', null, null, null, null, null),
        (null, null, null, null, null, null, null, E'\\\\N', null, null, null, null, null);`)
    const { columns, rows } = await copied('public.every_type', 'select * from t order by n desc nulls last, t')
    expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toMatchObject({
      n: 'DECIMAL(38,6)',
      p: 'DECIMAL(9,2)',
      big: 'BIGINT',
      b: 'BLOB',
      at: 'TIMESTAMP WITH TIME ZONE',
      t: 'VARCHAR',
      m: 'VARCHAR',
      u: 'UUID',
      d: 'DATE',
      f: 'DOUBLE',
    })
    const first = Object.fromEntries(columns.map(({ name }, index) => [name, rows[0]![index]]))
    expect(first).toMatchObject({
      n: '12345678901234567890.123456',
      p: '12.50',
      big: '9007199254740993',
      t: '',
      b: 'AP9B',
      f: 'NaN',
    })
    expect(JSON.parse(first.a as string)).toEqual(['x', null, 'y,z'])
    const texts = rows.map((row) => row[columns.findIndex(({ name }) => name === 't')])
    expect(texts).toContain('line\n"quoted", \\N')
    expect(texts).toContain('\\N')
    expect(texts.filter((text) => text === null)).toHaveLength(1)
  })

  it('reads a table of one column whose rows are NULL', async () => {
    await source.sql(`create table lone (t text); insert into lone values (null), (''), ('x')`)
    const { rows } = await copied('public.lone', 'select count(*), count(t) from t')
    expect(rows[0]!.map(String)).toEqual(['3', '2'])
  })

  it('is safe with names made of quotes and SQL', async () => {
    const [schema, table, column] = [`s"; drop`, `t"." ; --`, `c" , (select 1) as "x`]
    const q = (text: string) => `"${text.replaceAll('"', '""')}"`
    await source.sql(
      `create schema ${q(schema)}; create table ${q(schema)}.${q(table)} (${q(column)} int, "A" int, "a" int); insert into ${q(schema)}.${q(table)} values (7, 8, 9)`,
    )
    const session = await open()
    const { assets } = await session.discover()
    await session.close()
    const hostile = assets.find((one) => one.name === table)!
    expect(hostile.columns.map(({ name }) => name)).toEqual([column, 'A', 'a_2'])
    const { columns, rows } = await copied(hostile.ref)
    expect(columns.map(({ name }) => name)).toEqual([column, 'A', 'a_2'])
    expect(rows).toEqual([[7, 8, 9]])
  })

  it('tells keys, foreign keys, comments and sizes', async () => {
    await source.sql(`
      create table parents (id int primary key, code text unique);
      create table children (id int primary key, parent int references parents);
      comment on table children is 'Of parents'; comment on column children.parent is 'Whose';`)
    const session = await open({ schemas: ['public'] })
    const { assets } = await session.discover()
    await session.close()
    expect(assets.find(({ ref }) => ref === 'public.children')).toMatchObject({
      description: 'Of parents',
      columns: [
        { name: 'id', nullable: false },
        { name: 'parent', description: 'Whose', nullable: true },
      ],
      keys: { primary: ['id'], foreign: [{ columns: ['parent'], ref: 'public.parents', references: ['id'] }] },
    })
    expect(assets.find(({ ref }) => ref === 'public.parents')!.keys.unique).toEqual([['code']])
    expect(assets.find(({ ref }) => ref === 'public.large')).toMatchObject({
      rows: expect.any(Number),
      bytes: expect.any(Number),
    })
  })

  it('refuses a cell of 900 MB in bounded memory', async () => {
    await source.sql(`create view huge as select 1 as id, repeat('x', 900000000) as cell`)
    const before = process.memoryUsage().rss
    await expect(copied('public.huge')).rejects.toMatchObject({ code: 'invalid' })
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20)
  }, 60_000)

  it('says so when the source drops the connection midway', async () => {
    await source.sql('create view slow as select i as id, pg_sleep(0.001)::text as t from generate_series(1, 100000) i')
    const copying = copied('public.slow')
    const cut = setInterval(
      () =>
        source.asSuperuser(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'stoa' and usename = 'source_conformance' and query like 'copy%'`,
        ),
      200,
    )
    await expect(copying.finally(() => clearInterval(cut))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('ended the connection'),
    })
  })
})

describe('the sign-in', () => {
  it.each([
    [{ database: 'nowhere' }, {}, 'config.database'],
    [{}, { password: 'wrong' }, 'secrets.password'],
    [{ port: 1 }, {}, 'config.port'],
    [{ host: 'no-such-host.invalid' }, {}, 'config.host'],
    [{ host: '169.254.169.254' }, {}, 'config.host'],
    [{ tls: true }, {}, 'config.tls'],
  ])('with %j %j names %s', async (config, secrets, at) => {
    await expect(open(config, secrets)).rejects.toMatchObject({ code: 'invalid', details: [{ path: at }] })
  })

  it('refuses a host that is a path', () => {
    for (const host of ['/var/run/postgresql', '@abstract', 'a/b', 'a b'])
      expect(postgres.config.safeParse({ ...source.config, host }).success).toBe(false)
  })

  it('never sends the password in clear', async () => {
    let heard = ''
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (data) => (heard += data.toString('latin1')))
      // AuthenticationCleartextPassword
      socket.once('data', () => socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3])))
    })
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
    const { port } = server.address() as AddressInfo
    await expect(open({ port })).rejects.toMatchObject({ details: [{ path: 'config.tls' }] })
    expect(heard).toContain('source_conformance')
    expect(heard).not.toContain(source.secrets.password)
    server.close()
  })
})
