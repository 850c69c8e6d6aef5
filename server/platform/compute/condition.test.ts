import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import * as compute from './index'

/** A row condition that somebody wrote, standing in a view: it narrows, it never widens, and what it hides is not inferred. */

const folder = mkdtempSync(path.join(tmpdir(), 'stoa-condition-'))
let file: string
beforeAll(async () => {
  const source = path.join(folder, 'people.csv')
  writeFileSync(source, 'n,word,land\n1,11,DE\n2,secret-two,FR\n3,33,DE\n4,,\n')
  file = (await compute.ingest({ source: { form: 'csv', path: source }, outDir: folder })).path
})

const named = ['n', 'word', 'land'].map((name) => ({ name, as: name === 'land' ? 'country' : name }))
const query = (where: string, sql = 'select n from shop.people order by n', shown = ['n', 'word']) => {
  const columns = named.filter((column) => shown.includes(column.as))
  const views = [{ name: ['shop', 'people'], files: [file], columns, condition: { where, columns: named } }]
  return compute.query({ org: 'org_a', views, sql })
}
const numbers = async (where: string) => (await query(where)).rows.flat().map(Number)

describe('a condition', () => {
  test.each([
    ["country = 'DE'", [1, 3]],
    ["country = 'DE' and n > 1 -- the rest", [3]],
    ['country is null', [4]],
    ["country <> 'DE'", [2]],
    ['true', [1, 2, 3, 4]],
    ['false', []],
    // What cannot be told of a row is not true of it.
    ['cast(word as integer) > 5', [1, 3]],
    ['null', []],
  ])('%s', async (where, expected) => {
    expect(await numbers(where)).toEqual(expected)
  })

  test.each([
    ['true) or (true', 'closes the bracket'],
    ["country = 'DE') limit 99) union all (select 1 where (true", 'ends the view'],
    ['exists (select 1 from shop.people)', 'asks another table'],
    ["getenv('HOME') is not null", 'calls what is not allowed'],
    ['n = 1; drop view shop.people', 'is two statements'],
    ["land = 'DE'", 'names a column by what the file calls it'],
  ])('%s is refused: it %s', async (where) => {
    await expect(query(where)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('may read a column that is not shown, which stays hidden', async () => {
    await expect(query("country = 'DE'", 'select country from shop.people')).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is told by plain values, and what stands in a column’s place by the file’s own columns', async () => {
    // Each of the two is called in SQL what the file calls the other.
    const swapped = [
      { name: 'word', as: 'land' },
      { name: 'land', as: 'word' },
      { name: 'n', as: 'n' },
    ]
    const shown = [
      { name: 'n', as: 'n' },
      { name: 'word', as: 'land', sql: `'is ' || "word"` },
      { name: 'land', as: 'word', sql: `CASE WHEN "n" = 1 THEN "land" END` },
    ]
    const condition = { where: "word = 'DE' and land is not null", columns: swapped }
    const views = [{ name: ['shop', 'people'], files: [file], columns: shown, where: '"n" < 3', condition }]
    const found = await compute.query({ org: 'org_a', views, sql: 'select * from shop.people' })
    expect(found.columns.map(({ name }) => name)).toEqual(['n', 'land', 'word'])
    expect(found.rows).toEqual([['1', 'is 11', 'DE']])
  })

  test('keeps what it hides from a reader’s own errors, filters and counts', async () => {
    const only = (sql: string) => query("country = 'DE'", sql)
    expect((await only('select count(*) from shop.people where cast(word as integer) > 0')).rows).toEqual([['2']])
    expect((await only("select count(*) from shop.people where word like 'secret%'")).rows).toEqual([['0']])
    expect((await only('select max(n) from shop.people')).rows).toEqual([['3']])
  })
})
