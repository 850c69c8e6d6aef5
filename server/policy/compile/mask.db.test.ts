import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { Formula } from '@/server/platform/filter'
import { no, yes } from '@/server/platform/filter'
import { type Mask, readMasks } from './mask'
import { shownSql } from './mask-sql'

const rows = `(values (1, 'ann@example.org', date '1990-05-17', 1234, 'de'), (2, 'bo', date '2001-12-31', -7, 'fr'),
  (3, null, null, null, null)) t(id, mail, born, pay, land)`
const german: Formula = {
  is: 'compare',
  operator: '=',
  left: { is: 'column', column: { column: 'land', type: 'string' } },
  right: { is: 'constant', constant: { type: 'string', value: 'de' } },
}
const columns: Record<string, string> = { mail: 'VARCHAR', born: 'DATE', pay: 'INTEGER' }

type Dialect = 'duckdb' | 'postgres'
const run: Record<Dialect, (sql: string) => Promise<unknown[]>> = {
  duckdb: async (sql) => {
    const duck = await (await DuckDBInstance.create(':memory:')).connect()
    return (await duck.runAndReadAll(sql)).getRows().map(([value]) => value)
  },
  postgres: async (sql) => {
    const client = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
    await client.connect()
    return (await client.query<{ value: unknown }>(sql).finally(() => client.end())).rows.map(({ value }) => value)
  },
}
async function shown(dialect: Dialect, column: string, shown: Parameters<typeof shownSql>[0]) {
  const type = columns[column]!
  const sql = shownSql(shown, { dialect, column: `"${column}"`, type, salt: "'salt'" }) ?? `"${column}"`
  return run[dialect](
    `select cast(${sql} as ${dialect === 'duckdb' ? 'varchar' : 'text'}) as value from ${rows} order by id`,
  )
}
const mask = (kind: Mask['kind'], width?: number): Mask => ({ kind, ...(width && { width }) })
const by = (...permits: [Formula, Mask | null][]) => ({
  permits: permits.map(([when, one]) => ({ when, mask: one })),
  forbids: [],
})

describe.each<Dialect>(['duckdb', 'postgres'])('a column as %s shows it', (dialect) => {
  const cases: [string, string, Parameters<typeof shownSql>[0], unknown[]][] = [
    ['plain by a permit without a mask', 'mail', by([yes, null]), ['ann@example.org', 'bo', null]],
    ['in part', 'mail', by([yes, mask('partial')]), ['a•••@example.org', '•••', null]],
    ['not at all', 'mail', by([yes, mask('null')]), [null, null, null]],
    ['as dots', 'mail', by([yes, mask('full')]), ['•••', '•••', null]],
    ['by its year', 'born', by([yes, mask('year')]), ['1990-01-01', '2001-01-01', null]],
    ['in buckets, below zero too', 'pay', by([yes, mask('bucket', 100)]), ['1200', '-100', null]],
    ['as nothing where a mask does not fit', 'pay', by([yes, mask('year')]), [null, null, null]],
    [
      'by the mildest mask, row by row',
      'mail',
      by([yes, mask('full')], [german, mask('partial')]),
      ['a•••@example.org', '•••', null],
    ],
    [
      'plain where one permit gives it plain',
      'mail',
      by([yes, mask('full')], [german, null]),
      ['ann@example.org', '•••', null],
    ],
    ['as nothing where no permit covers the row', 'pay', by([german, null]), ['1234', null, null]],
    [
      'masked by a forbid, whatever the permits',
      'mail',
      { permits: [{ when: yes, mask: null }], forbids: [{ unless: german, mask: mask('full') }] },
      ['ann@example.org', '•••', null],
    ],
    [
      'by the strictest of several forbids',
      'mail',
      {
        permits: [{ when: yes, mask: null }],
        forbids: [
          { unless: no, mask: mask('partial') },
          { unless: german, mask: mask('null') },
        ],
      },
      ['a•••@example.org', null, null],
    ],
  ]
  for (const [name, column, given, expected] of cases)
    it(name, async () => expect(await shown(dialect, column, given)).toEqual(expected))

  it('as a hash that is the same wherever the value is, and does not tell it', async () => {
    const [first, second, none] = await shown(dialect, 'mail', by([yes, mask('hash')]))
    expect([first, second].every((hash) => /^[0-9a-f]{64}$/.test(String(hash)))).toBe(true)
    expect(first).not.toBe(second)
    expect(none).toBeNull()
    expect(await shown(dialect, 'pay', by([german, null], [yes, mask('hash')]))).toEqual([
      '1234',
      expect.stringMatching(/^[0-9a-f]{64}$/),
      null,
    ])
  })
})

describe('a mask as it is written', () => {
  it('names columns, or stands for all', () => {
    const read = readMasks('mail:hash, pay:bucket(1000),*:null')
    expect(read).toEqual({
      ok: true,
      masks: new Map([
        ['mail', { kind: 'hash' }],
        ['pay', { kind: 'bucket', width: 1000 }],
        ['*', { kind: 'null' }],
      ]),
    })
  })
  for (const wrong of ['mail:blur', 'pay:bucket(0)', 'mail:hash(3)', 'mail:hash,mail:null'])
    it(`is refused as ${wrong}`, () => expect(readMasks(wrong).ok).toBe(false))
})
