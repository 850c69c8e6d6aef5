import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { mintScope } from '@/server/platform/db'
import { compareRows } from './compare-rows'
import type { ColumnAsk, DriftColumn, StatisticName } from './drift-schema'

// Parquet files that DuckDB writes, through both passes in its child.

const folder = mkdtempSync(path.join(tmpdir(), 'stoa-drift-'))
let engine: DuckDBConnection
let files = 0
beforeAll(async () => {
  engine = await (await DuckDBInstance.create(':memory:')).connect()
})

async function write(sql: string) {
  const file = path.join(folder, `${++files}.parquet`)
  await engine.run(`copy (${sql}) to '${file}' (format parquet)`)
  const rows = (await engine.runAndReadAll(`describe from '${file}'`)).getRows()
  return { view: { files: [file] }, schema: rows.map(([name, type]) => ({ name: String(name), type: String(type) })) }
}

async function compare(was: string, is: string, asked?: ColumnAsk[]): Promise<Record<string, DriftColumn>> {
  const [reference, current] = [await write(was), await write(is)]
  const { columns } = await compareRows(mintScope('org_drift'), { reference, current, columns: asked })
  return Object.fromEntries(columns.map((column) => [column.name, column]))
}
const near = (value: number) => expect.closeTo(value, 9)

describe('as scipy has it', { timeout: 90_000 }, () => {
  const rule = (n: number, factor: number, modulus: number, moved: number, divided = 1) =>
    `from (select (((i * ${factor}) % ${modulus}) + ${moved}) / ${divided} as x from range(${n}) t(i))`
  // The same samples and numbers as in monitors/ks.test.ts and monitors/shares.test.ts.
  test.each<[string, string, string, Partial<Record<StatisticName, number>>, number?]>([
    [
      'of few different values',
      rule(150, 37, 211, 0),
      rule(400, 41, 211, 15),
      { ks: 0.08, wasserstein: 0.24667566399648794, jensen_shannon: 0.14093637052278926 },
      0.46498168863564543,
    ],
    [
      'of many, counted exactly',
      rule(10_000, 7919, 10_007, 0),
      rule(9_000, 7907, 10_007, 150),
      { ks: 0.015155555555555556, wasserstein: 0.05174237952895228 },
      0.22397241503832313,
    ],
    [
      'of more than are counted exactly',
      rule(20_000, 7919, 20_011, 0),
      rule(15_000, 7907, 20_011, 900),
      { ks: 0.04510000000000003, wasserstein: 0.15569986668045757 },
      1.3770812303172071e-15,
    ],
    [
      'in bins',
      rule(3_000, 7919, 10_007, 0, 7),
      rule(2_500, 7907, 10_007, 150, 7),
      {
        jensen_shannon: 0.028230452888872423,
        psi: 0.006388562876712124,
        hellinger: 0.02824470619125277,
        total_variation: 0.016466666666666692,
      },
    ],
  ])('%s', async (_, was, is, values, pValue) => {
    const names = Object.keys(values) as StatisticName[]
    const columns = names.map((name) => `x as ${name}`).join(', ')
    const asked = names.map((name) => ({ name, statistic: name }))
    const said = await compare(`select ${columns} ${was}`, `select ${columns} ${is}`, asked)
    for (const name of names)
      expect(said[name]).toMatchObject({ statistic: name, value: near(values[name]!), exact: true })
    expect(said.ks?.pValue).toEqual(pValue === undefined ? undefined : near(pValue))
  })
})

test('the flights’ delays: the trailing week against May drifts, recovers and drifts again', {
  timeout: 120_000,
}, async () => {
  const days = (from: string, to: string) =>
    `select delay from 'node_modules/vega-datasets/data/flights-3m.parquet' where date >= '${from}' and date < '${to}'`
  const week = async (from: number) => {
    const day = (of: number) => new Date(Date.UTC(2001, 5, of)).toISOString().slice(0, 10)
    const { delay } = await compare(days('2001-05-01', '2001-06-01'), days(day(from - 6), day(from + 1)))
    expect(delay).toMatchObject({ statistic: 'wasserstein', threshold: 0.1 })
    return [from, Math.round(Number(delay!.value) * 100) / 100, delay!.drifted]
  }
  const seen = []
  for (const day of [7, 11, 13, 14, 15]) seen.push(await week(day))
  expect(seen).toEqual([
    [7, 0.18, true],
    [11, 0.08, false],
    [13, 0.1, true],
    [14, 0.2, true],
    [15, 0.31, true],
  ])
})

describe('bad values get a defined answer', { timeout: 120_000 }, () => {
  const rows = 3_000
  let said: Record<string, DriftColumn>
  beforeAll(async () => {
    said = await compare(
      `select case when i % 3 = 0 then 'nan'::double else i end::double as nan, i::double as inf,
        case when i % 10 = 0 then 'inf'::double else i end::double as infs, null::int as nothing, i as gone, null::double as came, 7 as constant,
        7 as moved, 9223372036854770000 + i as big, ['naïve', '日本', '👩‍🚀', '', 'it''s "so"'][i % 5 + 1] as words, i as dropped, i as retyped,
        {'a': i % 2} as nested, date '2001-01-01' + (i % 90)::int as day, timestamptz '2001-01-01 00:00:00Z' + i * interval '1 hour' as at,
        i % 2 = 0 as truth, case when i % 2 = 0 then 'infinity'::timestamp else timestamp '2001-01-01' + i * interval '1 hour' end as endless, (i % 100)::decimal(18, 3) as money, i::float as small, case when i = 0 then -1.7e308 else 1.7e308 - i * 1e304 end as far,
        (i % 100)::tinyint as widened from range(${rows}) t(i)`,
      `select case when i % 3 <> 0 then 'nan'::double else i end::double as nan, case when i = 0 then 'inf'::double else i end::double as inf,
        case when i % 10 = 0 then 'inf'::double else i end::double as infs, null::int as nothing, null::int as gone, i::double as came, 7 as constant,
        8 as moved, 9223372036854770000 + i + 1500 as big, ['naïve', '日本', '👩‍🚀', '', 'naive'][i % 5 + 1] as words, i as added, i::varchar as retyped,
        {'a': i % 3} as nested, date '2001-01-01' + (i % 90)::int as day, timestamptz '2001-01-01 00:00:00Z' + i * interval '1 hour' as at,
        i % 4 = 0 as truth, case when i % 4 = 0 then 'infinity'::date else date '2001-01-01' + (i / 24)::integer end as endless, (i % 100)::decimal(18, 2) as money, i::double as small, case when i = 0 then 1.7e308 else -1.7e308 + i * 1e304 end as far,
        (i % 100)::bigint + 50 as widened from range(${rows}) t(i)`,
    )
  })

  test('NaN is left out and counted, and what is left decides', () => {
    expect(said.nan!.shifts.notNumbers).toMatchObject({
      reference: near(1 / 3),
      current: near(2 / 3),
      change: near(1 / 3),
    })
    expect(said.nan).toMatchObject({ statistic: 'wasserstein', drifted: false })
  })
  test('a new infinity is infinitely far, a like share of infinities is not', () => {
    expect(said.inf).toMatchObject({ statistic: 'wasserstein', value: 'Infinity', drifted: true })
    expect(said.infs).toMatchObject({ value: near(0), drifted: false })
  })
  test('nothing on both sides cannot be judged; nothing on one side is drift', () => {
    expect(said.nothing).toMatchObject({ value: null, drifted: null, error: expect.stringContaining('Neither side') })
    expect(said.gone).toMatchObject({
      value: null,
      drifted: true,
      error: expect.stringContaining('The current side has no'),
    })
    expect(said.came).toMatchObject({
      value: null,
      drifted: true,
      error: expect.stringContaining('The reference has no'),
    })
    expect(said.gone!.shifts.nulls).toMatchObject({ reference: 0, current: 1, change: 1, exact: true })
  })
  test('a constant is the same constant or another', () => {
    expect(said.constant).toMatchObject({ statistic: 'jensen_shannon', value: 0, drifted: false })
    expect(said.moved).toMatchObject({ value: near(Math.sqrt(Math.LN2)), drifted: true })
  })
  test('whole numbers that a double cannot hold keep their distance', () => {
    expect(said.big).toMatchObject({ value: near(1500 / Math.sqrt((rows ** 2 - 1) / 12)), drifted: true })
    expect(said.big!.shifts.min).toMatchObject({ change: 1500, exact: true })
    expect(said.big!.shifts.p50).toMatchObject({ change: 1500 })
  })
  test('words of any script are told apart', () => {
    // A fifth of the rows changed its word.
    const part = 0.2 * Math.log(2)
    expect(said.words).toMatchObject({ statistic: 'jensen_shannon', value: near(Math.sqrt(part)), drifted: true })
    expect(said.words!.shifts.distinct).toMatchObject({ reference: 5, current: 5, exact: true })
  })
  test('a column of one side, or of another kind, is a difference', () => {
    expect(said.dropped).toMatchObject({ drifted: true, error: 'Only the reference has this column.' })
    expect(said.added).toMatchObject({ drifted: true, error: 'Only the current side has this column.' })
    expect(said.retyped).toMatchObject({
      drifted: true,
      error: expect.stringContaining('BIGINT here, the current side VARCHAR'),
    })
  })
  test('values of every kind are compared', () => {
    expect(said.nested).toMatchObject({ statistic: 'jensen_shannon', drifted: true })
    expect(said.day).toMatchObject({ statistic: 'wasserstein', value: 0, drifted: false })
    expect(said.at).toMatchObject({ statistic: 'wasserstein', value: 0, drifted: false })
    expect(said.at!.shifts.min).toMatchObject({ reference: 978_307_200, change: 0 })
    expect(said.endless!.shifts.notNumbers).toMatchObject({ reference: 0.5, current: 0.25 })
    expect(said.endless).toMatchObject({ statistic: 'wasserstein', drifted: false })
    expect(said.truth).toMatchObject({ statistic: 'jensen_shannon', drifted: true })
    expect(said.money).toMatchObject({ value: 0, drifted: false })
    expect(said.small).toMatchObject({ value: 0, drifted: false })
    expect(said.widened).toMatchObject({ statistic: 'wasserstein', value: near(50 / Math.sqrt((100 ** 2 - 1) / 12)) })
  })
  test('numbers whose spread leaves the range of doubles are not "no drift"', () => {
    expect(said.far).toMatchObject({ value: null, drifted: null, error: expect.stringContaining('too large') })
  })
})

describe('few rows', { timeout: 90_000 }, () => {
  test('one row against one row', async () => {
    const { n, w } = await compare("select 1 as n, 'a' as w", "select 2 as n, 'a' as w", [
      { name: 'n', statistic: 'ks' },
      { name: 'w' },
    ])
    expect(n).toMatchObject({ value: 1, pValue: 1, drifted: false })
    expect(w).toMatchObject({ statistic: 'z', value: 0, pValue: 1, drifted: false })
  })
  test('no row on one side, then on both', async () => {
    const none = "select 1 as n, 'a' as w limit 0"
    const { n, w } = await compare("select 1 as n, 'a' as w", none)
    expect(n).toMatchObject({ value: null, drifted: true, error: expect.any(String) })
    expect(w).toMatchObject({ value: null, drifted: true, error: expect.any(String) })
    expect(await compare(none, none)).toMatchObject({ n: { drifted: null }, w: { drifted: null } })
  })
  test('a category that the reference never had', async () => {
    const words = (list: string) => `select unnest([${list}]) as w`
    const { w } = await compare(words("'a', 'b', 'c'"), words("'a', 'b', 'd'"))
    expect(w).toMatchObject({ statistic: 'chi_square', value: 'Infinity', pValue: 0, drifted: true })
  })
  test('z of three categories cannot be judged', async () => {
    const { w } = await compare("select unnest(['a', 'b', 'c']) as w", "select 'a' as w", [
      { name: 'w', statistic: 'z' },
    ])
    expect(w).toMatchObject({ value: null, drifted: null, error: expect.stringContaining('3 categories') })
  })
  test('a threshold of one’s own', async () => {
    const sql = 'select i from range(100) t(i)'
    const moved = 'select i + 3 as i from range(100) t(i)'
    const asked = (threshold: number) => compare(sql, moved, [{ name: 'i', statistic: 'wasserstein', threshold }])
    expect((await asked(0.05)).i).toMatchObject({ threshold: 0.05, drifted: true })
    expect((await asked(0.5)).i).toMatchObject({ threshold: 0.5, drifted: false })
  })
})
