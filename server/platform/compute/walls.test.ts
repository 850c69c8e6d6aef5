import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import * as compute from './index'

/** Attacks on the three walls, each through the front: a held file, a file that is not held, and a statement. */

const folder = mkdtempSync(path.join(tmpdir(), 'stoa-walls-'))
let held: string
let other: string

const make = async (name: string, csv: string) => {
  const source = path.join(folder, `${name}.csv`)
  writeFileSync(source, csv)
  return (await compute.ingest({ source: { form: 'csv', path: source }, outDir: folder })).path
}
beforeAll(async () => {
  held = await make('held', 'i,t\n1,a\n2,b\n3,\n')
  other = await make('other', 'z\nsecret\n')
})

const views = () => [
  { name: ['shop', 'orders'], files: [held] },
  { name: ['shop', 'sales', 'items'], files: [held], columns: [{ name: 'i', as: 'number' }] },
]
const query = (sql: string, more: compute.Limits = {}) => compute.query({ org: 'org_a', views: views(), sql, ...more })

describe('what a statement may do', () => {
  test.each([
    ['select count(*) n from "shop"."orders"', [['3']]],
    ['select o.i from shop.orders o order by 1 desc limit 1;', [['3']]],
    ['select "shop"."orders"."i" from "shop"."orders" where t is null', [['3']]],
    ['select "number" from "shop"."sales"."items" where number = 2 -- a comment', [['2']]],
    ['with a as (select i from shop.orders), b as (select * from a) select sum(i) from b', [['6']]],
    ['with recursive r as (select 1 n union all select n + 1 from r where n < 4) select max(n) from r', [[4]]],
    ['select list_transform([1, 2], lambda x: x + 1), t.upper() from shop.orders where i = 1', [[[2, 3], 'A']]],
    ['select * from range(2)', [['0'], ['1']]],
    ["select 'read_csv(''/etc/passwd'')'", [["read_csv('/etc/passwd')"]]],
    [
      'select x from (values (1), (2)) v(x) where exists (select 1 from shop.orders where i = x) order by 1',
      [[1], [2]],
    ],
    [
      'select i, row_number() over (order by i desc) from shop.orders qualify row_number() over (order by i) = 1',
      [['1', '3']],
    ],
  ])('%s', async (sql, rows) => {
    expect((await query(sql)).rows).toEqual(rows)
  })
})

const escapes = [
  "select * from read_csv('/etc/passwd')",
  "select * from '/etc/passwd'",
  "select * from read_text('/etc/hostname')",
  "select * from glob('/*')",
  "attach '/tmp/x.db' as x",
  "copy (select 1) to '/tmp/x.csv'",
  'install httpfs',
  'load httpfs',
  "set memory_limit='9GB'",
  'pragma database_list',
  'select 1; select 2',
  'insert into shop.orders values (1)',
  'create table x as select 1',
  'drop view shop.orders',
  'explain select 1',
  'show tables',
  'describe shop.orders',
  'summarize shop.orders',
  'select * from (describe shop.orders)',
  'select * from information_schema.tables',
  'select * from duckdb_settings()',
  'select * from duckdb_tables',
  'select * from pg_catalog.pg_class',
  'select * from sqlite_master',
  "select getenv('HOME')",
  "select current_setting('temp_directory')",
  "select 'HOME'.getenv()",
  'select stats(i) from shop.orders',
  'select i.stats() from shop.orders',
  "select [1].list_transform(lambda x: getenv('HOME'))",
  "select list_transform(['HOME'], x -> getenv(x))",
  "select json_serialize_plan('select 1')",
  "select * from json_execute_serialized_sql('{}')",
  "pragma json_execute_serialized_sql('{}')",
  "select * from query('select 1')",
  "select * from query_table('duckdb_tables')",
  'select sleep_ms(10000)',
  "select write_log('x')",
  'select main.getenv(\'HOME\'), "system"."main"."getenv"(\'HOME\')',
  "select * replace (getenv('HOME') as t) from shop.orders",
  "select i from shop.orders order by getenv('HOME')",
  "select i from shop.orders limit (select length(content) from read_text('/etc/passwd'))",
  "select count(*) filter (getenv('HOME') = '') from shop.orders",
  "select sum(i) over (partition by getenv('HOME')) from shop.orders",
  'select * from range((select count(*) from duckdb_settings()))',
  '/* */ select * from /**/ duckdb_tables -- "shop"."orders"',
  'with duckdb_tables as (select * from duckdb_tables) select * from duckdb_tables',
  'with recursive duckdb_tables as (select table_name a from duckdb_tables union all select a from duckdb_tables where false) select * from duckdb_tables',
  'select * from (with duckdb_tables as (select 1) select 1), duckdb_tables',
  'with a as (select * from duckdb_tables), duckdb_tables as (select 1) select * from a',
  'select (with duckdb_views as (select 1 x) select x from duckdb_views) from duckdb_views',
  'select * from shop.orders as duckdb_tables, duckdb_tables',
  'pivot shop.orders on t using count(*)',
]

describe('what a statement may not do', () => {
  test.each(escapes)('%s', async (sql) => {
    const error = await query(sql).then(
      (answer) => Promise.reject(new Error(`it answered ${JSON.stringify(answer.rows)}`)),
      (error) => error,
    )
    expect(error).toMatchObject({ code: 'invalid' })
    expect(error.message).not.toMatch(/engine|stoa-walls|\/tmp\//)
  })

  test('a file of another is out of reach, by name and by path', async () => {
    await expect(query(`select * from '${other}'`)).rejects.toMatchObject({ code: 'invalid' })
    await expect(query('select * from shop.other')).rejects.toThrow('"shop"."other"')
  })

  test('a product may be called as DuckDB calls its own', async () => {
    for (const name of ['memory', 'select', 'stoa', 'a"; drop view x; --']) {
      const answer = await compute.query({
        org: 'org_a',
        views: [{ name: [name, 'main'], files: [held] }],
        sql: `select count(*) from ${compute.name([name, 'main'])}`,
      })
      expect(answer.rows).toEqual([['3']])
    }
  })

  test.each(['main', 'temp', 'system'])('a product called %s is refused in words', async (name) => {
    const asked = compute.query({
      org: 'org_a',
      views: [{ name: [name, 'p'], files: [held] }],
      sql: `from "${name}"."p"`,
    })
    await expect(asked).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('another name') })
  })
})

describe('a statement that eats or never ends', () => {
  const mb = 2 ** 20
  test.each([
    ["select length(repeat('x', 3000000000))", {}],
    ["select sum(length(x)) from (select string_agg(repeat('x', 1000), '') x from range(5000000))", {}],
    ['with recursive r as (select 1 n union all select n + 1 from r) select count(*) from r', { deadlineMs: 1500 }],
    ['select count(*) from range(100000000) a, range(100000) b where a.range * b.range % 7 = 3', { deadlineMs: 800 }],
    ['select * from range(400000000) order by hash(range) limit 1 offset 399999998', { memoryBytes: 50 * mb }],
  ])('%s', async (sql, more) => {
    const began = Date.now()
    await expect(query(sql, { deadlineMs: 20_000, ...more })).rejects.toMatchObject({ code: 'limited' })
    // Long before the end of time; how soon after its own deadline depends on the machine.
    expect(Date.now() - began).toBeLessThan(60_000)
  })

  test('a deep statement breaks its own child and nothing else', async () => {
    const beside = query('select count(*) from shop.orders, range(2000000)')
    const deep = [
      `select ${'('.repeat(100_000)}1${')'.repeat(100_000)}`,
      `select ${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      `select json_structure('${'['.repeat(100_000)}${']'.repeat(100_000)}')`,
      `select ${'1 + '.repeat(100_000)} 1`,
    ]
    // DuckDB may answer some of them; what counts is that whatever it does stays in the child.
    for (const sql of deep) await query(sql).catch((error) => expect(['invalid', 'limited']).toContain(error.code))
    expect((await beside).rows).toEqual([['6000000']])
  })

  test('an abort ends it at once, and its folder goes', async () => {
    const control = new AbortController()
    const running = query('select count(*) from range(100000000) a, range(100000) b', { signal: control.signal })
    setTimeout(() => control.abort(new Error('no longer wanted')), 200)
    const began = Date.now()
    await expect(running).rejects.toThrow('no longer wanted')
    expect(Date.now() - began).toBeLessThan(1500)
    await expect
      .poll(() => readdirSync(tmpdir()).filter((name) => name.startsWith(`stoa-compute-${process.pid}-`)))
      .toEqual([])
  })
})

describe('a condition on rows', () => {
  const rows = (where: string) =>
    compute.query({ org: 'org_a', views: views(), rows: { of: ['shop', 'orders'], columns: ['i'], where } })
  test('filters', async () => {
    expect((await rows("i > 1 and coalesce(t, 'x') in ('b', 'x') -- end")).rows).toEqual([['2'], ['3']])
  })
  test.each([
    'true) or (true',
    '1=1 union select 1',
    'i > 1 limit 1',
    'i, t',
    'i as x',
    '*',
    "getenv('HOME') = ''",
    'exists (select 1)',
    'i > (select 1)',
    'row_number() over () = 1',
    '',
    'i > 1; select 1',
    'i from shop.orders',
  ])('refuses %s', async (where) => {
    await expect(rows(where)).rejects.toMatchObject({ code: 'invalid' })
    await expect(compute.rowExpression(where)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('checks of authors', () => {
  test('answer with one number, or say why not; one that fails leaves the others', async () => {
    const checks = [
      { id: 'a', sql: 'select count(*) from shop.orders' },
      { id: 'b', sql: 'select t from shop.orders limit 1' },
      { id: 'c', sql: 'select * from shop.secret' },
      { id: 'd', sql: 'select avg(i) > 1 from shop.orders' },
      { id: 'e', sql: "select t like 'a%' , 1 from shop.orders" },
      { id: 'f', sql: "select count(*) from shop.orders where regexp_full_match(repeat('a', 30) || '!', '^(a+)+$')" },
    ]
    const measured = await compute.numbers({ org: 'org_a', views: views(), checks })
    expect(measured.map((one) => (one.ok ? one.value : 'refused'))).toEqual([3, 'refused', 'refused', 1, 'refused', 0])
  })
})
