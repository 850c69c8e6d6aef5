import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, it } from 'vitest'
import { rereadEnv } from '@/server/platform/env'
import { roleUrl } from '@/server/platform/role'
import { applyMigrations, migrate, migrationLock } from './migrate'
import { makeDatabase, once } from './sql'

// Prisma reads the operator classes text_ops and text_pattern_ops by other names than it writes them, so it takes these for changed.
const misread = /catalog_entry_search|catalog_word_trigrams|catalog_entry_title_beginning|item_search/

it('has nothing to do a second time', async () => {
  expect(await applyMigrations(process.env.STOA_OWNER_DATABASE_URL!)).toBe(false)
})

it('makes by its migrations what the schema says', async () => {
  const args = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema', '--script']
  const { stdout } = await promisify(execFile)(process.execPath, ['node_modules/prisma/build/index.js', ...args])
  const statements = stdout.split(';').map((text) => text.replace(/^\s*--.*$/gm, '').trim())
  expect(statements.filter((statement) => statement !== '' && !misread.test(statement))).toEqual([])
}, 120_000)

const open = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

it('of two that start at once one migrates; the other waits, and forgets nothing that is under way', async () => {
  const owner = process.env.STOA_OWNER_DATABASE_URL!
  const url = new URL('/stoa_at_once', owner).href
  await makeDatabase(owner, 'stoa_at_once')
  expect((await Promise.all([migrate(url), migrate(url)])).sort()).toEqual([false, true])

  await once(url, `comment on database stoa_at_once is 'stoa migrations of an earlier day'`)
  const other = await open(url)
  await other.query('select pg_advisory_lock($1)', [migrationLock])
  await other.query(`insert into _prisma_migrations (id, checksum, migration_name) values ('at work', '', '2099_next')`)
  const waits = migrate(url)
  await sleep(300)
  const { rows } = await other.query(`select rolled_back_at from _prisma_migrations where id = 'at work'`)
  expect(rows).toEqual([{ rolled_back_at: null }])
  await other.query(`delete from _prisma_migrations where id = 'at work'`)
  await other.end()
  expect(await waits).toBe(true)
}, 120_000)

it('a process with another key is refused while others run', async () => {
  const owner = process.env.STOA_OWNER_DATABASE_URL!
  const running = await open(roleUrl('app'))
  const key = process.env.STOA_SECRET_KEY
  process.env.STOA_SECRET_KEY = 'a5'.repeat(32)
  rereadEnv()
  try {
    await expect(migrate(owner)).rejects.toThrow('give every process the same STOA_SECRET_KEY')
  } finally {
    process.env.STOA_SECRET_KEY = key
    rereadEnv()
  }
  expect(await migrate(owner)).toBe(false)
  await running.query('select 1')
  await running.end()
})
