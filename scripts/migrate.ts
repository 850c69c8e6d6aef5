import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { rolePassword, roles } from '@/server/platform/role'
import { Refusal } from './refusal'
import { once } from './sql'

const folder = 'prisma/migrations'

/** A hash over every migration: what a database must have seen to be up to date. */
export function migrationsHash(): string {
  const hash = createHash('sha256')
  for (const file of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.sql')) hash.update(`${file}\0`).update(fs.readFileSync(path.join(folder, file)))
  }
  return hash.digest('hex')
}

/** The advisory lock of whoever migrates. */
export const migrationLock = 0x5354_4f41

/** Brings the database up to date, as its owner; answers whether there was anything to do. Of several at once one does it, and the others wait. */
export async function migrate(ownerUrl: string): Promise<boolean> {
  const turn = new pg.Client({ connectionString: ownerUrl, keepAlive: true })
  turn.on('error', () => {})
  await turn.connect()
  try {
    await turn.query('select pg_advisory_lock($1)', [migrationLock])
    await demandOneKey(ownerUrl)
    const due = await applyMigrations(ownerUrl)
    await setRolePasswords(ownerUrl)
    return due
  } finally {
    await turn.end()
  }
}

/** Processes that run under another key would be shut out by ours, and could open nothing that we seal. */
async function demandOneKey(ownerUrl: string): Promise<void> {
  const sql = 'select from pg_stat_activity where usename = any($1) limit 1'
  const others = await once(ownerUrl, sql, [roles.map((role) => `stoa_${role}`)])
  if (others.length === 0) return
  const url = new URL(ownerUrl)
  url.username = 'stoa_app'
  url.password = rolePassword('app')
  await once(url.href, 'select 1').catch(({ code }: { code?: string }) => {
    if (code !== '28P01') return
    throw new Refusal(
      `Another Stoa runs on the database at ${url.host} with another key: give every process the same STOA_SECRET_KEY.`,
    )
  })
}

/** The database itself remembers, in its comment, which migrations it has seen: asking costs a query, Prisma seconds. */
export async function applyMigrations(ownerUrl: string): Promise<boolean> {
  const seen = await migrationsSeen(ownerUrl)
  if (seen === allMigrations()) return false
  if (seen) await forgetUnfinished(ownerUrl)
  const env = { ...process.env, STOA_OWNER_DATABASE_URL: ownerUrl, npm_config_loglevel: 'error' }
  try {
    const prisma = 'node_modules/prisma/build/index.js'
    await promisify(execFile)(process.execPath, [prisma, 'migrate', 'deploy'], { env, maxBuffer: 16 * 1024 * 1024 })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Refusal(
      `The database could not be migrated; it is as it was before the step that failed.\n${stdout}${stderr}`,
    )
  }
  await markMigrated(ownerUrl)
  return true
}

const allMigrations = () => `stoa migrations ${migrationsHash()}`

/** Has the database remember that it has seen every migration. */
export async function markMigrated(ownerUrl: string): Promise<void> {
  const database = pg.escapeIdentifier(decodeURIComponent(new URL(ownerUrl).pathname.slice(1)))
  await once(ownerUrl, `comment on database ${database} is ${pg.escapeLiteral(allMigrations())}`)
}

/** What the database says of the migrations it has seen; null before they were all applied for the first time. */
export async function migrationsSeen(ownerUrl: string): Promise<string | null> {
  const [seen] = await once<{ comment: string | null }>(
    ownerUrl,
    `select shobj_description(oid, 'pg_database') as comment from pg_database where datname = current_database()`,
  )
  return seen?.comment ?? null
}

/** A migration is one transaction: one that was cut off left nothing behind but its line, which would block the next try. */
async function forgetUnfinished(ownerUrl: string) {
  const unfinished = 'finished_at is null and rolled_back_at is null'
  await once(ownerUrl, `update _prisma_migrations set rolled_back_at = now() where ${unfinished}`)
}

/** The application's roles sign in with passwords derived from the secret key, which may have changed. */
async function setRolePasswords(ownerUrl: string) {
  const statements = roles.map(
    (role) => `alter role ${pg.escapeIdentifier(`stoa_${role}`)} password ${pg.escapeLiteral(rolePassword(role))}`,
  )
  await once(ownerUrl, statements.join(';'))
}
