import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { everyMask, GovernedSource, german } from '@/prisma/seed/governed-source'
import { closeDatabase } from '@/server/platform/db'
import { saltOf } from '@/server/policy/salt-of'

/** Someone signed in to a source whose rows and values policies hide there. */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let made: GovernedSource
beforeAll(async () => {
  made = await GovernedSource.make('governed_attack')
})
afterAll(async () => {
  await made?.close()
  await closeDatabase()
})

describe('a grantee who wants what is masked or hidden', () => {
  let grantee: pg.Client
  beforeAll(async () => {
    await made.governed(german + everyMask)
    grantee = await made.signedIn()
    await grantee.query(`set client_min_messages = 'debug5'; set debug_print_plan = on; set debug_print_rewritten = on`)
  })
  afterAll(() => grantee.end())
  const secrets = /ann@example|bo@example|cy@example|hara@b|1234|5678|05-17|06-18|12-31/

  /** All that a statement tells: rows or error, and notices. */
  async function told(sql: string): Promise<string> {
    const heard: string[] = []
    const hear = (notice: { message?: string; detail?: string }) =>
      heard.push(notice.message ?? '', notice.detail ?? '')
    grantee.on('notice', hear)
    const answer = await grantee.query(sql).then(
      (result) =>
        JSON.stringify((Array.isArray(result) ? result : [result]).flatMap((one: pg.QueryResult) => one.rows)),
      (error: Error & { detail?: string; where?: string }) =>
        `${error.message} ${error.detail ?? ''} ${error.where ?? ''}`,
    )
    grantee.off('notice', hear)
    return `${answer} ${heard.join(' ')}`
  }

  test.each([
    ['by a cast that fails', (v: string) => `select mail::int from ${v}`],
    ['by a cast of a hidden row', (v: string) => `select country::int from ${v} where nr = 2`],
    ['by a division that fails', (v: string) => `select 1 / (pay - pay) from ${v}`],
    ['by a division that fails for one value', (v: string) => `select 1 / (pay - 12 * 100 - 34) from ${v}`],
    [
      'by an aggregate',
      (v: string) => `select min(mail), max(pay), min(born), max(seen), string_agg(mail, ',') from ${v}`,
    ],
    ['by a join', (v: string) => `select g from ${v} join generate_series(0, 6000) g on g = pay where g % 1000 <> 0`],
    ['by a range', (v: string) => `select nr from ${v} where pay between 1200 and 1300`],
    ['by the text of a row', (v: string) => `select t::text from ${v} t`],
    ['as JSON', (v: string) => `select to_json(t) from ${v} t`],
    ['by xml', (v: string) => `select query_to_xml('select * from ${v}', true, true, '')`],
    ['by its statistics', () => `select * from pg_stats where schemaname = 'public'`],
    ['by statistics of expressions', () => 'select * from pg_stats_ext_exprs'],
    ['by the raw statistics', () => 'select * from pg_statistic'],
    ['by a plan', (v: string) => `explain (analyze, verbose, buffers) select * from ${v} where pay > 1000`],
    ['by another time zone', (v: string) => `set timezone = '<x>+1'; select seen from ${v}; set timezone = 'UTC'`],
    [
      'by another style of dates',
      (v: string) => `set datestyle = 'German'; select mail, born from ${v}; set datestyle = 'ISO'`,
    ],
    [
      'by a copy',
      (v: string) =>
        `create temp table mine as select * from ${v}; analyze mine; select most_common_vals, histogram_bounds from pg_stats where tablename = 'mine'`,
    ],
  ])('learns nothing %s', async (_, sql) => {
    const said = await told(sql(made.view))
    expect(said.replace(/"(Actual|Plan|Startup|Total|Shared|Execution|Planning)[^,]*/g, '').match(secrets)).toBeNull()
    expect(said).not.toContain(saltOf(made.a.org.id))
  })

  test('feels no hidden value in errors, counts or estimates', async () => {
    const count = async (where: string) =>
      (await grantee.query(`select count(*)::int as n from ${made.view} where ${where}`)).rows[0].n
    expect(await count(`1 / (nr - 2) >= -1`)).toBe(3)
    expect(await count(`pay = 1234 or mail = 'ann@example.org' or born = '1990-05-17'`)).toBe(0)
    const estimate = async (where: string) => {
      const { rows: found } = await grantee.query(`explain (format json) select * from ${made.view} where ${where}`)
      return found[0]['QUERY PLAN'][0].Plan['Plan Rows'] as number
    }
    await made.there.source.sql(
      `insert into people select i, 'x' || i, 'FR', 7000 from generate_series(100, 5000) i; analyze people`,
    )
    expect(await estimate(`country = 'FR'`)).toBe(await estimate(`country = 'XX'`))
    expect(await estimate('nr = 4000')).toBe(await estimate('nr = 9999999'))
    expect(await estimate('nr < 4000')).toBe(await estimate('nr < 0'))
    await made.there.source.sql('delete from people where id >= 100; analyze people')
  })

  test('finds the salt in no text, and may not read it', async () => {
    const salt = saltOf(made.a.org.id)
    const { rows: kept } = await made.there.source.asSuperuser('select value from stoa_grants.mask_key')
    expect(kept).toEqual([{ value: salt }])
    await expect(grantee.query('select * from stoa_grants.mask_key')).rejects.toMatchObject({ code: '42501' })
    const { rows: texts } =
      await made.there.source.asSuperuser(`select pg_get_viewdef(oid) as text from pg_class where relkind = 'v'
      union all select prosrc from pg_proc union all select query from pg_stat_activity where query not like '%pg_stat_activity%'
      union all select description from pg_description`)
    expect(texts.filter(({ text }) => text?.includes(salt))).toEqual([])
  })
})
