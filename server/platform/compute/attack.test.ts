import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { beforeAll, describe, expect, test } from 'vitest'
import * as compute from './index'
import { type Report, readReports } from './reports'

/** What people send to break the portal through its engine: the child may die of it, nobody else notices. */

const mb = 2 ** 20
/** Memory that is soon used up; a larger one takes longer and ends the same way. */
const small = { memoryBytes: 64 * mb }
const folder = mkdtempSync(path.join(tmpdir(), 'stoa-attack-'))
/** Names as an attacker writes them; some are ours inside statements that we write. */
const names = ['a"; drop view x; --', '__proto__', 'stoa failed 0', 'h', 'n0', `x' or 1=1`, 'stoa_answer', ') from (']
let held: string

const ingest = async (csv: string) => {
  const file = path.join(folder, `${Math.random()}.csv`)
  writeFileSync(file, csv)
  return compute.ingest({ source: { form: 'csv', path: file, csv: { delimiter: ',' } }, outDir: folder })
}
beforeAll(async () => {
  held = (await ingest(`i,t\n1,top secret\n2,b\n3,\n`)).path
})
const views = () => [{ name: ['shop', 'orders'], files: [held] }]
const query = (sql: string, more: compute.Limits = {}) =>
  compute.query({ org: 'a', views: views(), sql, deadlineMs: 20_000, ...more })
const fault = (work: Promise<unknown>) =>
  work.then(
    (answer) => Promise.reject(new Error(`it answered ${JSON.stringify(answer).slice(0, 200)}`)),
    (error) => error,
  )

describe('what eats', () => {
  test.each([
    ["select repeat('x', 2000000000)", small],
    ["select lpad('x', 2000000000, 'y')", { deadlineMs: 1500 }],
    ["select printf('%2000000000d', 1)", small],
    ['select list_resize([1], 4000000000)', small],
    ['select range(3000000000)', small],
    ["select damerau_levenshtein(repeat('a', 60000), repeat('b', 60000))", small],
    ["select levenshtein(repeat('a', 100000), repeat('b', 100000))", { deadlineMs: 800 }],
    ['with recursive r as (select 1 n union all select n + 1 from r) select n from r order by n', { deadlineMs: 1000 }],
    ['select * from range(100000000) order by hash(range) limit 1 offset 99999998', small],
  ])('%s: ended, while another is answered', async (sql, more) => {
    const before = process.memoryUsage().rss
    const eating = fault(query(sql, more))
    const beside = await compute.query({ org: 'b', views: views(), sql: 'select count(*) from shop.orders' })
    expect(beside.rows).toEqual([['3']])
    expect(await eating).toMatchObject({ code: 'limited', message: expect.stringMatching(/MB of memory|longer than/) })
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * mb)
  })

  test('an answer of one huge value is refused before it is sent, a download of it is cut', async () => {
    const answer = await fault(query("select repeat('€', 23000000)"))
    expect(answer).toMatchObject({ code: 'invalid', message: expect.stringContaining('64 MB') })
    const ask = { org: 'a', views: [], sql: "select repeat('x', 2000000000)", format: 'arrow' as const, ...small }
    const cut = await fault(compute.stream(ask).then((download) => new Response(download.stream).arrayBuffer()))
    expect(cut).toMatchObject({ code: 'limited' })
  })

  test('a pattern that makes others backtrack is answered, one that grows is refused', async () => {
    const slow = await query(`select regexp_matches(repeat('a', 100000) || '!', '^(a+)+$')`)
    expect(slow.rows).toEqual([[false]])
    expect(await fault(query(`select regexp_matches('a', '(((a{1000}){1000}){1000})')`))).toMatchObject({
      code: 'invalid',
    })
  })
})

describe('what an error says', () => {
  test('is short, however large the value it is about', async () => {
    for (const sql of [`select cast(repeat('x', 5000000) as int)`, `select "${'x'.repeat(150_000)}"`]) {
      const error = await fault(query(sql))
      expect(error).toMatchObject({ code: 'invalid' })
      expect(error.message.length).toBeLessThan(2_500)
    }
  })

  test('holds no value of a row where people read it who may not read rows', async () => {
    const checks = [
      { id: 'cast', sql: 'select sum(cast(t as int)) from shop.orders' },
      { id: 'json', sql: `select count(json_extract(t::json, '$.x')) from shop.orders` },
      { id: 'date', sql: "select max(strptime(t, '%d')) from shop.orders" },
    ]
    const measured = await compute.numbers({ org: 'a', views: views(), checks })
    expect(measured.map(({ ok }) => ok)).toEqual([false, false, false])
    const failing = [{ id: 'x', where: 'cast(t as int) > 1' }]
    const split = await fault(compute.split({ org: 'a', path: held, failing, outDir: folder }))
    expect(JSON.stringify([measured, split.message])).not.toContain('secret')
  })
})

describe('reports of a child', () => {
  const reported = async (...parts: (string | Buffer)[]) => {
    const pipe = new PassThrough()
    const heard: Report[] = []
    let spoilt = 0
    readReports(
      pipe,
      (report) => heard.push(report),
      () => spoilt++,
    )
    for (const part of parts) pipe.write(part)
    pipe.end()
    await new Promise((done) => pipe.once('end', done))
    return { heard: heard.map(({ event }) => event), spoilt }
  }
  test('are taken whole, in any pieces; what a kill cut off is none', async () => {
    expect(await reported('{"event":"re', 'ady"}\n{"event":"done"}\n{"event":"done","resu')).toEqual({
      heard: ['ready', 'done'],
      spoilt: 0,
    })
  })
  test('that are no JSON, no report or without end are heard no further', async () => {
    expect(await reported('{"event":"ready"}\n{"ev\n{"event":"done"}\n')).toEqual({ heard: ['ready'], spoilt: 1 })
    expect(await reported('null\n')).toEqual({ heard: [], spoilt: 1 })
    const endless = Array.from({ length: 120 }, () => Buffer.alloc(mb, 'x'))
    expect(await reported(...endless)).toEqual({ heard: [], spoilt: 1 })
  })
  test('cut in the middle of a large answer leave this process as it was', async () => {
    const asks = [40, 80, 120, 160, 200, 240].map((ms) => {
      const signal = AbortSignal.timeout(ms)
      return fault(query("select repeat('x', 30000) from range(900)", { signal })).catch(() => null)
    })
    await Promise.all(asks)
    expect((await query('select 1')).rows).toEqual([[1]])
  })
})

test('columns called like SQL, or like what we write ourselves, go through everything unharmed', async () => {
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')
  const line = (n: number) => names.map((_, at) => n * 10 + at).join(',')
  const rows = [line(1), line(2), line(3)]
  const whole = await ingest(`${quoted}\n${rows.join('\n')}\n`)
  expect(whole.schema.map(({ name }) => name)).toEqual(names)
  expect((await compute.profile(whole.path)).columns.map(({ name }) => name)).toEqual(names)
  const failing = names.map((name, at) => ({ id: `f${at}`, where: `${compute.identifier(name)} = 10 + ${at}` }))
  const parted = await compute.split({ org: 'a', path: whole.path, failing, outDir: folder })
  expect([parted.kept.rows, parted.aside?.rows, parted.kept.schema.length]).toEqual([2, 1, names.length])
  const key = [names[0]!]
  const merged = await compute.combine({ previous: whole.path, path: parted.kept.path, key, outDir: folder })
  expect(merged.hash).toBe(whole.hash)
  const view = [{ name: names.slice(0, 2), files: [whole.path] }]
  const asked = { org: 'a', views: view, rows: { of: names.slice(0, 2), columns: names } }
  const answer = await compute.query({
    ...asked,
    rows: { ...asked.rows, where: `${compute.identifier(names[5]!)} = 15` },
  })
  expect(answer.rows.map((row) => row.map(Number))).toEqual([names.map((_, at) => 10 + at)])
  const download = await compute.stream({ ...asked, format: 'parquet' })
  const file = path.join(folder, 'names.parquet')
  writeFileSync(file, Buffer.from(await new Response(download.stream).arrayBuffer()))
  expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1')
  const again = await compute.ingest({ source: { form: 'parquet', path: file }, outDir: folder })
  expect(again.hash).toBe(whole.hash)
})
