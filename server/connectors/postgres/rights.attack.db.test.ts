import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SourceDatabase, sourceDatabase } from '@/prisma/seed/source-database'
import { newId } from '@/server/platform/ids'
import type { Credentials, Provisionable, SourceGrant } from '../connector'
import { postgres } from '.'

/** A grantee with a real sign-in, some patience, and the wish for what they were not given. */

const key = 'the-key-of-masks-that-nobody-may-see'
let source: SourceDatabase
let allowed: string | undefined
beforeAll(async () => {
  const server = process.env.STOA_OWNER_DATABASE_URL!
  allowed = process.env.STOA_DEMO_SOURCE
  process.env.STOA_DEMO_SOURCE = new URL(server).host
  source = await sourceDatabase(server, 'source_rights')
  await source.asSuperuser('alter role source_rights createrole')
  await source.sql(`
    create table people (id int primary key, place text, salary int);
    insert into people select i, case when i % 2 = 0 then 'Bern' else 'Lyon' end, 77000 + i from generate_series(1, 20000) i;
    create table plans (words text); insert into plans values ('secret plan');
    create schema hidden; create table hidden.things (words text); insert into hidden.things values ('hidden thing');
    analyze`)
})
afterAll(async () => {
  await source.close()
  if (allowed === undefined) delete process.env.STOA_DEMO_SOURCE
  else process.env.STOA_DEMO_SOURCE = allowed
})

async function withRights<T>(work: (rights: Provisionable) => Promise<T>): Promise<T> {
  const host = { signal: new AbortController().signal, folder: null }
  const session = await postgres.open(
    postgres.config.parse({ ...source.config, delivery: 'source' }),
    source.secrets,
    host,
  )
  try {
    return await work(session.rights!)
  } finally {
    await session.close()
  }
}

/** Those of Lyon, with their salaries masked by a key. */
const grantOf = (grantee: string): SourceGrant => ({
  id: newId('grant'),
  grantee,
  beside: [],
  until: new Date('2100-01-01'),
  proofPassword: 'the-password-of-a-proof-0123456789',
  maskKeys: { salt: key },
  objects: [
    {
      name: 'people',
      ref: 'public.people',
      columns: [
        { name: 'id', physical: 'id' },
        { name: 'place', physical: 'place' },
        { name: 'pay', physical: 'salary', mask: ['md5(', { key: 'salt' }, ' || "salary"::text)'] },
      ],
      where: `"place" = 'Lyon'`,
      over: Object.entries({ place: 'VARCHAR', salary: 'INTEGER' }).map(([physical, type]) => ({ physical, type })),
    },
  ],
})
async function given(grantee: string) {
  const grant = grantOf(grantee)
  await withRights((rights) => rights.provision(grant))
  const probe = await withRights((rights) => rights.probe(grant, 'given'))
  expect(probe.proofs.filter(({ ok }) => !ok)).toEqual([])
  const credentials = await withRights((rights) => rights.rotate(grant))
  return { grant, credentials, view: credentials.statements[0]!.replace('select * from ', '') }
}
const end = (grant: SourceGrant) => withRights((rights) => rights.revoke(grant, { forGood: true }))
async function signedIn({ user, password }: Pick<Credentials, 'user' | 'password'>) {
  const { host, port, database } = source.config
  const client = new pg.Client({ host, port, database, user, password })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

describe('a grantee who signs in', () => {
  let made: Awaited<ReturnType<typeof given>>
  let grantee: pg.Client
  beforeAll(async () => {
    made = await given('con_attack mem_attack')
    grantee = await signedIn(made.credentials)
  })
  afterAll(async () => {
    await grantee.end()
    await end(made.grant)
  })

  it('reads what was given: the rows, and the masks that joins still work on', async () => {
    const { rows } = await grantee.query(`select * from ${made.view} order by id limit 1`)
    const pay = createHash('md5').update(`${key}77001`).digest('hex')
    expect(rows).toEqual([{ id: 1, place: 'Lyon', pay }])
    expect((await grantee.query(`select count(*)::int as n from ${made.view}`)).rows[0].n).toBe(10_000)
  })

  it.each([
    ['the table', () => 'select * from people'],
    ['a column of it', () => 'select salary from people'],
    ['the table, copied', () => 'copy people to stdout'],
    ['another table', () => 'select * from plans'],
    ['another schema', () => 'select * from hidden.things'],
    ['the keys of masks', () => 'select * from stoa_grants.mask_key'],
    ['what ended', () => 'select * from stoa_grants.ended'],
    ['the passwords', () => 'select * from pg_authid'],
    ['files of the server', () => `select pg_read_file('/etc/passwd')`],
    ['a program of the server', () => `copy (select 1) to program 'id'`],
    ['writing through the view', () => `update ${made.view} set id = 0`],
    ['deleting through the view', () => `delete from ${made.view}`],
    ['the view without its barrier', () => `alter view ${made.view} reset (security_barrier)`],
    ['the view with its own rights', () => `alter view ${made.view} set (security_invoker = true)`],
    ['another view in our schema', () => 'create view stoa_grants.mine as select * from people'],
    ['a table of its own', () => 'create table mine (id int)'],
    ['a schema of its own', () => 'create schema mine'],
    ['the role of the connection', () => 'set role source_rights'],
    ['the superuser', () => 'set role postgres'],
    ['the session of another', () => 'set session authorization postgres'],
    ['the role of its grant, to give it on', () => `set role stoa_grt_${made.grant.id.slice(4)}`],
    ['the sign-in of the proof', () => `set role stoa_proof_${made.grant.id.slice(4)}`],
    ['its grant for another', () => `grant stoa_grt_${made.grant.id.slice(4)} to source_rights`],
    ['its sign-in for another', () => `grant ${made.credentials.user} to source_rights with admin option`],
    ['more power', () => `alter role ${made.credentials.user} createrole`],
    ['all power', () => `alter role ${made.credentials.user} superuser`],
    ['past row security', () => `alter role ${made.credentials.user} bypassrls`],
    ['more sessions', () => `alter role ${made.credentials.user} connection limit -1`],
    ['a role of its own', () => 'create role mine login'],
    [
      'the sessions of others',
      () => `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'source_rights'`,
    ],
  ])('is refused %s', async (_, sql) => {
    const other = await source.sql('select 1').then(() => signedIn({ user: 'source_rights', ...source.secrets }))
    try {
      await expect(grantee.query(sql())).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|42809|0A000|55000)$/),
      })
    } finally {
      await other.end()
    }
  })

  it('gives nobody what was given to it', async () => {
    await grantee.query(`grant select on ${made.view} to public`).catch(() => undefined)
    const { rows } = await source.sql(`select relacl::text as acl from pg_class where oid = '${made.view}'::regclass`)
    expect(rows[0].acl).not.toMatch(/[{,]=r/)
  })

  it('finds no key in any definition, statistic or session that it may see', async () => {
    const look = async (sql: string) => JSON.stringify((await grantee.query(sql)).rows)
    for (const sql of [
      `select pg_get_viewdef('${made.view}'::regclass)`,
      'select prosrc from pg_proc',
      'select * from pg_stats',
      'select query from pg_stat_activity',
      'select * from pg_settings',
      'select description from pg_description',
      `explain (analyze, verbose, settings) select * from ${made.view}`,
    ])
      expect(await look(sql)).not.toContain(key)
    expect(await look(`select most_common_vals::text from pg_stats where tablename = 'people'`)).toBe('[]')
  })

  it('sees no hidden row through a function of its own that tells what it is shown', async () => {
    const heard: string[] = []
    grantee.on('notice', ({ message }) => heard.push(message ?? ''))
    await grantee.query(`create function pg_temp.leak(int, text) returns boolean language plpgsql cost 0.0000001 as
      $$ begin raise notice 'saw % of %', $1, $2; return true; end $$`)
    await grantee.query(`select * from ${made.view} where pg_temp.leak(id, place) and id < 50`)
    expect(heard.length).toBeGreaterThan(10)
    expect(heard.filter((words) => words.includes('Bern'))).toEqual([])
  })

  it('makes no hidden row raise an error that tells of it', async () => {
    // Row 2 is of Bern: a division that met it would fail.
    expect(
      (await grantee.query(`select count(*)::int as n from ${made.view} where 1 / (id - 2) >= -1`)).rows[0].n,
    ).toBe(10_000)
    const error = await grantee.query(`select * from ${made.view} where place::int > 0`).catch((caught) => caught)
    expect(error.message).toContain('Lyon')
    expect(error.message).not.toContain('Bern')
    // Nor does the mask compare with what is beneath it.
    expect((await grantee.query(`select * from ${made.view} where pay = '77001'`)).rowCount).toBe(0)
  })

  it('learns from the planner how many rows are hidden, which the page says, and no value of them', async () => {
    const plan = JSON.stringify((await grantee.query(`explain (analyze, format json) select * from ${made.view}`)).rows)
    expect(plan).toContain('Rows Removed by Filter')
    expect(plan).not.toMatch(/7[78]\d{3}/)
    // The estimate for a value does not depend on how often it is there: the statistics beneath a barrier are not asked.
    const estimate = async (place: string) => {
      const plan = await grantee.query(`explain (format json) select from ${made.view} where place = '${place}'`)
      return plan.rows[0]['QUERY PLAN'][0].Plan['Plan Rows']
    }
    expect(await estimate('Bern')).toBe(await estimate('Nowhere'))
  })

  it('may set its own password, which the next credentials end', async () => {
    await grantee.query(`alter role ${made.credentials.user} password 'mine-now'`)
    const own = { user: made.credentials.user, password: 'mine-now' }
    await (await signedIn(own)).end()
    made.credentials = await withRights((rights) => rights.rotate(made.grant))
    await expect(signedIn(own)).rejects.toMatchObject({ code: '28P01' })
    await expect(grantee.query('select 1')).rejects.toThrow()
    grantee = await signedIn(made.credentials)
  })
})

describe('a grantee whose right ends', () => {
  it('keeps no cursor, no session and no copy of the view', async () => {
    const { grant, credentials, view } = await given('con_attack mem_cursor')
    const [cursor, idle, copier] = [
      await signedIn(credentials),
      await signedIn(credentials),
      await signedIn(credentials),
    ]
    await cursor.query(`begin; declare c cursor for select * from ${view}`)
    expect((await cursor.query('fetch 1 from c')).rowCount).toBe(1)
    await idle.query(`prepare again as select * from ${view}`)
    await copier.query(`create temp view mine as select * from ${view}`)
    expect(await end(grant)).toMatchObject({ done: true })
    await expect(cursor.query('fetch 1 from c')).rejects.toThrow()
    await expect(idle.query('execute again')).rejects.toThrow()
    await expect(copier.query('select * from mine')).rejects.toThrow()
    await expect(signedIn(credentials)).rejects.toMatchObject({ code: '28P01' })
    const gone = await withRights((rights) => rights.probe(grant, 'gone'))
    expect(gone.proofs.filter(({ ok }) => !ok)).toEqual([])
  })

  it('gets in no more however often it tries meanwhile, with another grant still held', async () => {
    const first = await given('con_attack mem_persistent')
    const second = { ...grantOf('con_attack mem_persistent'), beside: [first.grant.id] }
    await withRights((rights) => rights.provision(second))
    let over = false
    let reads = 0
    const late: string[] = []
    const tries = Array.from({ length: 3 }, async () => {
      for (let closed = false; !closed; ) {
        const after = over
        try {
          const client = await signedIn(first.credentials)
          await client.query(`select * from ${first.view} limit 1`).finally(() => client.end().catch(() => undefined))
          reads++
          if (after) late.push('read')
        } catch {}
        closed = after
      }
    })
    while (reads < 3) await new Promise((soon) => setTimeout(soon, 5))
    await end(first.grant)
    over = true
    await Promise.all(tries)
    expect(late).toEqual([])
    const still = await signedIn(first.credentials)
    expect(
      (await still.query(`select * from ${first.view.replace(first.grant.id.slice(4), second.id.slice(4))} limit 1`))
        .rowCount,
    ).toBe(1)
    await still.end()
    await end(second)
    await expect(signedIn(first.credentials)).rejects.toMatchObject({ code: '28P01' })
  })

  it('owns things in the database: they go with the sign-in', async () => {
    const { grant, credentials } = await given('con_attack mem_owner')
    await source.asSuperuser(`grant create on schema hidden to ${credentials.user}`)
    const client = await signedIn(credentials)
    await client.query('create table hidden.mine as select 1 as x')
    await client.end()
    expect(await end(grant)).toMatchObject({ done: true })
    expect((await source.sql(`select to_regclass('hidden.mine') as there`)).rows[0].there).toBeNull()
  })
})
it('gives and proves names made of quotes and SQL', async () => {
  const [schema, table, column] = [`s"; drop`, `t"." ; $stoa$ --`, `c" , (select 1) as "x`]
  const q = (text: string) => `"${text.replaceAll('"', '""')}"`
  await source.sql(
    `create schema ${q(schema)}; create table ${q(schema)}.${q(table)} (${q(column)} int, "A" int, "a" int);
     insert into ${q(schema)}.${q(table)} values (7, 8, 9)`,
  )
  const ref = `${q(schema)}.${q(table)}`
  const columns = [
    { name: `n"'; $stoa$`, physical: column },
    { name: 'lower', physical: 'a_2' },
  ]
  const [over, where] = [[{ physical: column, type: 'INTEGER' }], `${q(column)} > 0`]
  const grant = { ...grantOf('con_attack mem_names'), objects: [{ name: `o"'; drop`, ref, columns, where, over }] }
  await withRights((rights) => rights.provision(grant))
  expect((await withRights((rights) => rights.probe(grant, 'given'))).holds).toBe(true)
  const own = await withRights((rights) => rights.rotate(grant))
  expect((await source.as(own, own.statements[0]!)).rows).toEqual([{ [`n"'; $stoa$`]: 7, lower: 9 }])
  await end(grant)
})
