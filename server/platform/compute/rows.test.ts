import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import * as compute from './index'

/** Rows in, rows out: what is written, measured, parted and answered, on real files. */

const folder = mkdtempSync(path.join(tmpdir(), 'stoa-rows-'))
const flights = path.resolve('node_modules/vega-datasets/data/flights-3m.parquet')
let made = 0
const csv = async (text: string | Buffer, more: Partial<compute.Source> = {}) => {
  const file = path.join(folder, `${made++}.csv`)
  writeFileSync(file, text)
  return compute.ingest({ source: { form: 'csv', path: file, ...more }, outDir: folder })
}
const read = async (file: string, sql = 'select * from t order by all') =>
  (await compute.query({ org: 'o', views: [{ name: ['t'], files: [file] }], sql })).rows

describe('values as JSON', () => {
  test.each([
    ['9223372036854775807::bigint', '9223372036854775807'],
    ['170141183460469231731687303715884105727::hugeint', '170141183460469231731687303715884105727'],
    ['12345678901234567.89::decimal(20,2)', '12345678901234567.89'],
    ['42::integer', 42],
    ["'nan'::double", 'NaN'],
    ["'-inf'::float", '-Infinity'],
    ["timestamp '2024-02-29 12:00:00.123456'", '2024-02-29T12:00:00.123456Z'],
    ["timestamptz '2024-02-29 12:00:00+02'", '2024-02-29T10:00:00Z'],
    ["timestamp '1969-12-31 23:59:59.5'", '1969-12-31T23:59:59.5Z'],
    ["'infinity'::timestamp", 'infinity'],
    ["date '2024-02-29'", '2024-02-29'],
    ["time '01:02:03'", '01:02:03'],
    ["'\\xDE\\xAD'::blob", '3q0='],
    ["interval '14 months 3 days 4.5 seconds'", 'P1Y2M3DT4.5S'],
    ["interval '-90 minutes'", 'PT-1H-30M'],
    ["interval '0 days'", 'PT0S'],
    ['[1::bigint, null]', ['1', null]],
    ["{'a': 1, 'b': [1.50::decimal(3,2)]}", { a: 1, b: ['1.50'] }],
    ["map {'k': 1}", [{ key: 'k', value: 1 }]],
    ["'6f1b2c3d-0000-4000-8000-000000000001'::uuid", '6f1b2c3d-0000-4000-8000-000000000001'],
    ['true', true],
    ['null', null],
    ["'a' || chr(0) || 'b'", 'a\0b'],
  ])('%s', async (sql, value) => {
    expect((await compute.query({ org: 'o', views: [], sql: `select ${sql}` })).rows).toEqual([[value]])
  })

  test('a limit cuts, and says so', async () => {
    const answer = await compute.query({ org: 'o', views: [], sql: 'select * from range(5000000)', limit: 2 })
    expect(answer).toMatchObject({ rows: [['0'], ['1']], rowCount: 2, truncated: true })
  })
})

describe('ingest', () => {
  test('the same rows in another order have the same hash; other rows, names or types another', async () => {
    const one = await csv('a,b\n1,x\n2,\n')
    const hashes = await Promise.all([
      csv('a,b\n2,\n1,x\n'),
      csv('a,c\n1,x\n2,\n'),
      csv('a,b\n1,x\n2,y\n'),
      csv('a,b\n1,x\n2,\n2,\n'),
    ])
    expect(one).toMatchObject({
      rows: 2,
      schema: [
        { name: 'a', type: 'BIGINT', nullable: false },
        { name: 'b', nullable: true },
      ],
    })
    expect(hashes.map((written) => written.hash === one.hash)).toEqual([true, false, false, false])
    expect(path.basename(one.path)).toBe(`${one.hash}.parquet`)
  })

  test('a stream as PostgreSQL copies it keeps NULL apart from the empty text', async () => {
    async function* rows() {
      for (let n = 0; n < 200_000; n++) yield Buffer.from(`${n},"a ""quoted"" text","",\n`)
    }
    const columns = ['id', 'text', 'empty', 'nothing'].map((name, at) => ({ name, type: at ? 'VARCHAR' : 'BIGINT' }))
    const format = { header: false, delimiter: ',', quote: '"', escape: '"', nullText: '', quotedNulls: false }
    const written = await compute.ingest({
      source: { form: 'csv', stream: rows(), columns, csv: format },
      outDir: folder,
    })
    expect(written.rows).toBe(200_000)
    expect(await read(written.path, `select count(empty), count(nothing), min(text) from t`)).toEqual([
      ['200000', '0', 'a "quoted" text'],
    ])
  })

  test('a stream of nothing, one that fails midway, and one that is cut', async () => {
    const columns = [{ name: 'a', type: 'BIGINT' }]
    const csvForm = { header: false, delimiter: ',', nullText: '' }
    async function* none() {}
    async function* failing() {
      yield Buffer.from('1\n')
      throw new Error('the source went away')
    }
    async function* endless() {
      for (;;) {
        yield Buffer.from('1\n'.repeat(1000))
        await new Promise((later) => setTimeout(later, 1))
      }
    }
    const ingest = (stream: AsyncIterable<Uint8Array>, signal?: AbortSignal) =>
      compute.ingest({ source: { form: 'csv', stream, columns, csv: csvForm }, outDir: folder, signal })
    expect((await ingest(none())).rows).toBe(0)
    await expect(ingest(failing())).rejects.toThrow('the source went away')
    await expect(ingest(endless(), AbortSignal.timeout(500))).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('NDJSON and Parquet as streams', async () => {
    async function* lines() {
      yield Buffer.from('{"a": 1, "b": {"c": [true]}}\n{"a": 2}\n')
    }
    const columns = [
      { name: 'a', type: 'BIGINT' },
      { name: 'b', type: 'STRUCT(c BOOLEAN[])' },
    ]
    const one = await compute.ingest({ source: { form: 'ndjson', stream: lines(), columns }, outDir: folder })
    expect(await read(one.path)).toEqual([
      ['1', { c: [true] }],
      ['2', null],
    ])
    async function* parquet() {
      yield readFileSync(one.path)
    }
    const two = await compute.ingest({ source: { form: 'parquet', stream: parquet() }, outDir: folder })
    expect(two.hash).toBe(one.hash)
  })

  test.each([
    ['ragged rows', 'a,b\n1,2\n3\n4,5,6\n'],
    ['a broken Parquet footer', Buffer.from('PAR1 this is not PAR1')],
  ])('%s: one clear error', async (name, content) => {
    const form = name.includes('Parquet') ? ('parquet' as const) : ('csv' as const)
    const columns =
      form === 'csv'
        ? [
            { name: 'a', type: 'BIGINT' },
            { name: 'b', type: 'BIGINT' },
          ]
        : undefined
    const error = await csv(content, { form, columns }).catch((error) => error)
    expect(error).toMatchObject({ code: 'invalid' })
    expect(error.message).not.toContain(folder)
  })
})

test('combine puts new rows for old ones of the same key', async () => {
  const [previous, next] = await Promise.all([csv('id,v\n1,a\n2,b\n'), csv('id,v\n2,c\n3,d\n')])
  const merged = await compute.combine({ previous: previous.path, path: next.path, key: ['id'], outDir: folder })
  expect(await read(merged.path)).toEqual([
    ['1', 'a'],
    ['2', 'c'],
    ['3', 'd'],
  ])
})

test('split sets failing rows aside, counted by condition', async () => {
  const { path: file } = await csv('id,v\n1,a\n1,b\n2,\n3,x\n')
  const failing = [
    { id: 'filled', where: 'v is null' },
    { id: 'unique', where: 'count(*) over (partition by id) > 1' },
    { id: 'unknown', where: "v = 'never'" },
  ]
  const parted = await compute.split({ org: 'o', path: file, failing, outDir: folder })
  expect(parted.failed).toEqual([
    { id: 'filled', rows: 1 },
    { id: 'unique', rows: 2 },
    { id: 'unknown', rows: 0 },
  ])
  expect(await read(parted.kept.path)).toEqual([['3', 'x']])
  expect(parted.aside?.rows).toBe(3)
  const attack = [{ id: 'x', where: 'true) as a, (select 1' }]
  await expect(compute.split({ org: 'o', path: file, failing: attack, outDir: folder })).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('a profile of three million flights', async () => {
  const { rows, columns } = await compute.profile(flights)
  expect(rows).toBe(3_000_000)
  const origin = columns.find((column) => column.name === 'origin')!
  expect(origin).toMatchObject({ nulls: 0, exact: false })
  expect(origin.frequent?.[0]).toEqual({ value: 'ORD', count: 166341 })
  const delay = columns.find((column) => column.name === 'delay')!
  expect(delay.histogram?.reduce((sum, bin) => sum + bin.count, 0)).toBe(3_000_000)
  expect(delay.mean).toBeCloseTo(6.6679, 3)
})

test('a profile of strange columns, and what looks personal', async () => {
  const lines = Array.from(
    { length: 60 },
    (_, n) => `user${n}@example.org,Ada Lovelace,${n % 3 ? 'nan' : n},10.0.0.${n},`,
  )
  const { path: file } = await csv(`contact,Full Name,f,"we""ird",empty\n${lines.join('\n')}\n`, {
    columns: ['contact', 'Full Name', 'f', 'we"ird', 'empty'].map((name) => ({
      name,
      type: name === 'f' ? 'DOUBLE' : 'VARCHAR',
    })),
    csv: { header: true, delimiter: ',', nullText: '' },
  })
  const { columns } = await compute.profile(file)
  expect(columns.map((column) => column.personal?.kind)).toEqual(['email', 'person_name', undefined, 'ip', undefined])
  expect(columns[0]).toMatchObject({ distinct: 60, exact: true })
  expect(columns[2]).toMatchObject({ nulls: 0, mean: 28.5 })
  expect(columns[4]).toMatchObject({ nulls: 60, distinct: 0 })
})

describe('downloads', () => {
  const views = [{ name: ['fl', 'flights'], files: [flights] }]
  const whole = async (stream: ReadableStream<Uint8Array>) => Buffer.from(await new Response(stream).arrayBuffer())
  const sql =
    'select *, delay > 0 late, [delay] l, sum(delay) over (order by date rows 1 preceding)::hugeint h, null::varchar n from fl.flights limit 70000;'

  test.each(['csv', 'arrow', 'parquet'] as const)('as %s', async (format) => {
    const download = await compute.stream({ org: 'o', views, sql, format })
    expect(download.columns.map((column) => column.name)).toContain('late')
    const bytes = await whole(download.stream)
    expect(await download.done).toEqual({ rows: 70_000 })
    if (format === 'csv') expect(bytes.toString().split('\n')).toHaveLength(70_002)
    if (format === 'arrow') expect(tableFromIPC(bytes).numRows).toBe(70_000)
    if (format === 'parquet') {
      const file = path.join(folder, 'download.parquet')
      writeFileSync(file, bytes)
      expect(await read(file, 'select count(*) from t')).toEqual([['70000']])
    }
  })

  test('a statement that fails says so before the first byte, one that fails later breaks the stream', async () => {
    await expect(
      compute.stream({ org: 'o', views, sql: 'select x from fl.flights', format: 'csv' }),
    ).rejects.toMatchObject({ code: 'invalid' })
    const late = "select case when range = 2900000 then cast('x' || range as int) else 1 end from range(3000000)"
    const download = await compute.stream({ org: 'o', views, sql: late, format: 'csv' })
    await expect(whole(download.stream)).rejects.toBeDefined()
  })

  test('a reader that leaves ends the child; one that is cut hears why', async () => {
    const left = await compute.stream({ org: 'o', views, sql: 'from fl.flights', format: 'csv' })
    await left.stream.cancel()
    await expect(left.done).rejects.toBeDefined()
    const control = new AbortController()
    const cut = await compute.stream({ org: 'o', views, sql: 'from fl.flights', format: 'csv', signal: control.signal })
    const reader = cut.stream.getReader()
    await reader.read()
    control.abort(new Error('access was revoked'))
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toThrow('access was revoked')
  })
})
