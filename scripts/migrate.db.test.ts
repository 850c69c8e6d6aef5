import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { applyMigrations } from './migrate'

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
