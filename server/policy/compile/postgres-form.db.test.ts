import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Formula, no, yes } from '@/server/platform/filter'
import { type Mask, maskKinds } from './mask'
import { shownSql } from './mask-sql'
import { postgresType } from './postgres-form'
import { Inexact } from './refusal'

/** Values of each type, as both engines read them. */
const values: Record<string, string[]> = {
  VARCHAR: [
    'ann@example.org',
    'bo',
    '',
    'o’reilly',
    `quo'te"`,
    'Åsa Öberg',
    '日本語の名前',
    '👩‍🚀@space',
    'a\\b%c_d',
    '@x',
    'x@',
    ' sp ',
  ],
  SMALLINT: ['0', '-1', '32767', '-32768'],
  INTEGER: ['0', '1234', '-7', '2147483647', '-2147483648'],
  BIGINT: ['42', '9223372036854775807', '-9223372036854775808'],
  'DECIMAL(6,2)': ['12.50', '-0.01', '9999.99', '-9999.99', '0'],
  'DECIMAL(38,4)': ['12.5', '-1234567890123456789012345678901234.5678'],
  DOUBLE: ['1.5', '-1234.75', '1e20', 'Infinity', 'NaN'],
  FLOAT: ['1.5', '-1234.75', 'Infinity', 'NaN'],
  BOOLEAN: ['true', 'false'],
  DATE: ['1990-05-17', '2001-12-31', '0001-01-01', '9999-12-31', 'infinity', '-infinity'],
  TIMESTAMP: ['1990-05-17 23:59:59.999999', '2001-12-31 00:00:00', '1969-12-31 23:00:00.12', 'infinity'],
  'TIMESTAMP WITH TIME ZONE': ['2001-12-31 23:30:00+00', '2002-01-01 00:30:00+02', '1969-12-31 23:00:00.5+00'],
  UUID: ['12345678-1234-1234-1234-1234567890ab'],
}
const german: Formula = {
  is: 'compare',
  operator: '=',
  left: { is: 'column', column: { column: 'land', type: 'string' } },
  right: { is: 'constant', constant: { type: 'string', value: 'dé' } },
}
type Shown = Parameters<typeof shownSql>[0]
const only = (mask: Mask): Shown => ({ permits: [{ when: yes, mask }], forbids: [] })
const shapes: [string, (mask: Mask) => Shown][] = [
  ['everywhere', only],
  ['in some rows', (mask) => ({ permits: [{ when: yes, mask: null }], forbids: [{ unless: german, mask }] })],
  [
    'of several permits',
    (mask) => ({
      permits: [
        { when: german, mask: null },
        { when: no, mask: null },
        { when: yes, mask },
      ],
      forbids: [],
    }),
  ],
]

/** What a reader of a view could set, to see more of what is beneath. */
const hostile = `set timezone = '<x>-167'; set datestyle = 'German'; set extra_float_digits = -15; set bytea_output = 'escape'`
const plain = `set timezone = 'UTC'; set datestyle = 'ISO'; set extra_float_digits = 1`

let client: pg.Client
let duck: DuckDBConnection
beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
  await client.connect()
  await client.query(plain)
  duck = await (await DuckDBInstance.create(':memory:')).connect()
  await duck.run(`set TimeZone='UTC'`)
  for (const [at, type] of Object.keys(values).entries()) {
    await duck.run(`create table t${at} as ${rows(type, type)}`)
    const text = type === 'VARCHAR' ? 'c collate "C" as c' : 'c'
    await client.query(
      `create temp table t${at} as select id, ${text}, land::text from (${rows(type, postgresType(type))}) t`,
    )
  }
})
afterAll(() => client.end())

const text = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`)
const rows = (type: string, name: string) =>
  [...values[type]!, null]
    .flatMap((value, n) =>
      ['dé', 'de', null].map(
        (land, m) => `select ${n * 3 + m} as id, cast(${text(value)} as ${name}) as c, ${text(land)} as land`,
      ),
    )
    .join(' union all ')

/** What both engines show, as the text of it that both write under the same settings. */
async function both(type: string, shown: Shown): Promise<{ inDuck: unknown[]; inPostgres: unknown[] }> {
  const table = `t${Object.keys(values).indexOf(type)}`
  const print = (dialect: 'duckdb' | 'postgres') =>
    shownSql(shown, { dialect, column: '"c"', type, salt: text('salt') }) ?? '"c"'
  const found = await duck.runAndReadAll(`select cast(${print('duckdb')} as varchar) from ${table} order by id`)
  await client.query(hostile)
  await client.query(
    `drop table if exists shown; create temp table shown as select id, ${print('postgres')} as v from ${table}`,
  )
  await client.query(plain)
  const read = await client.query<{ v: string | null }>(`select v::text from shown order by id`)
  return { inDuck: found.getRows().map(([v]) => v), inPostgres: read.rows.map(({ v }) => v) }
}
/** Floats are written in two ways, and mean the same. */
const number = (type: string) => (value: unknown) =>
  /DOUBLE|FLOAT/.test(type) && typeof value === 'string' ? Number(value.replace(/^inf$/, 'Infinity')) : value

describe('a mask in PostgreSQL shows what it shows in DuckDB', () => {
  for (const type of Object.keys(values))
    for (const kind of maskKinds)
      for (const [how, shape] of shapes)
        it(`${type}, ${kind}, ${how}`, async () => {
          const widths = kind === 'bucket' ? [1, 10, 1000, 999_999_999_999] : [undefined]
          for (const width of widths) {
            const shown = shape({ kind, ...(width && { width }) })
            if (kind === 'hash' && /DOUBLE|FLOAT/.test(type)) {
              await expect(both(type, shown)).rejects.toThrow(Inexact)
              continue
            }
            const { inDuck, inPostgres } = await both(type, shown)
            expect(inPostgres.map(number(type))).toEqual(inDuck.map(number(type)))
          }
        })
})
