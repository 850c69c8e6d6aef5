import fs from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { env } from '@/server/platform/env'
import { roleUrl } from '@/server/platform/role'
import { storageFolder } from '@/server/platform/storage'
import { Refusal } from '../refusal'
import { once } from '../sql'
import { placeOf } from '../start/database'
import { step } from '../start/step'
import { writeArchive } from './archive'
import { dumpTables, migrationsOf } from './dump'
import { filesBelow } from './files'
import { openInstance } from './instance'
import { readPassphrase } from './passphrase'
import { keyCheckOf, takeSecretKey } from './secret-key'

/** What of the data folder goes along, beside the database and the storage. */
const kept = ['keys.json', 'demo.json', 'demo-source/postgres.password', 'files']
/** Whoever removes stored files holds the same lock, shared: see pruneSnapshots. */
const LOCK = 'select pg_advisory_lock(9, 0)'
const LOCK_WAIT = '30s'

/** Writes everything of an installation into one encrypted file, beside its place and then renamed; it may be in use meanwhile. */
export async function backup(args: string[]): Promise<void> {
  const folder = demandData()
  const target = targetOf(args)
  const passphrase = await readPassphrase({ fresh: true })
  const instance = await openInstance(folder)
  const part = `${target}.part`
  const leave = () => {
    fs.rmSync(part, { force: true })
    process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, leave)
  try {
    await step('Writing the archive', async (note) => {
      await writeAll({ folder, url: instance.url, part, passphrase })
      note(`${(fs.statSync(part).size / 1e6).toFixed(1)} MB`)
    })
    fs.renameSync(part, target)
  } catch (error) {
    throw explained(error, target)
  } finally {
    fs.rmSync(part, { force: true })
    await instance.close()
  }
  console.log(`\n  ${target}\n  Without its passphrase nobody can read it: keep that elsewhere.\n`)
}

function demandData(): string {
  if (process.env.DATABASE_URL) {
    throw new Refusal(
      'DATABASE_URL names a database of yours: back it up with pg_dump, and then copy the data folder and the storage.',
    )
  }
  const folder = path.resolve(env().STOA_DATA_DIR)
  if (!fs.existsSync(path.join(folder, 'postgres'))) {
    throw new Refusal(
      `There is no database in ${folder}: set STOA_DATA_DIR to the data folder that is to be backed up.`,
    )
  }
  return folder
}

function targetOf([name, ...more]: string[]): string {
  if (more.length > 0 || name?.startsWith('-')) throw new Refusal('One file at most: npm run backup -- <archive>')
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const target = path.resolve(process.env.INIT_CWD ?? '.', name ?? `stoa-${stamp}.backup`)
  if (fs.existsSync(target)) throw new Refusal(`${target} exists already: name another file.`)
  return target
}

type Plan = { folder: string; url: string; part: string; passphrase: string }

async function writeAll({ folder, url, part, passphrase }: Plan): Promise<void> {
  const key = await demandKey(folder, url)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  const file = await open(part, 'w', 0o600)
  try {
    await client.query(`set lock_timeout = '${LOCK_WAIT}'`)
    await client.query(LOCK)
    await client.query('begin transaction isolation level repeatable read, read only')
    const writer = await writeArchive(file, passphrase)
    const migrations = await migrationsOf(client)
    const manifest = { format: 1, madeAt: new Date().toISOString(), migrations, keyCheck: keyCheckOf(key) }
    await writer.add({ kind: 'manifest' }, [Buffer.from(JSON.stringify(manifest))])
    await dumpTables(client, writer)
    for (const { name, content } of filesBelow(folder, kept)) await writer.add({ kind: 'file', path: name }, content)
    const stored = new Set<string>()
    for (const { name, content } of filesBelow(storageFolder(), ['.'])) {
      await writer.add({ kind: 'stored', key: name }, content)
      stored.add(name)
    }
    await demandStored(client, stored)
    await writer.end()
    await file.sync()
  } finally {
    await file.close()
    await client.end()
  }
}

/** The key that the instance runs under, proven by signing in as one of its roles. */
async function demandKey(folder: string, url: string): Promise<string> {
  process.env.STOA_DATABASE_URL = placeOf(url)
  const key = takeSecretKey(folder)
  if (!key) throw new Refusal(`There is no keys.json in ${folder}: set STOA_SECRET_KEY as the instance has it.`)
  await once(roleUrl('app'), 'select 1').catch(() => {
    throw new Refusal(
      'The database knows another STOA_SECRET_KEY than this command: set the one the instance runs with.',
    )
  })
  return key
}

/** A copy that lacks a file which its database names would be no copy. */
async function demandStored(client: pg.Client, stored: ReadonlySet<string>): Promise<void> {
  const { rows } = await client.query<{ key: string }>(
    `select storage_key as key from snapshot union select storage_key from product_pointer
     union select aside_key from product_pointer where aside_key is not null`,
  )
  const missing = rows.filter(({ key }) => !stored.has(key))
  if (missing[0]) {
    throw new Refusal(
      `${missing.length} of ${rows.length} stored files are missing, ${missing[0].key} first: the archive would not be whole.`,
    )
  }
}

function explained(error: unknown, target: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new Refusal(
      `There is no room for ${target} (${code}): free some, or name a file elsewhere. Nothing is left of it.`,
    )
  }
  if (code === '55P03') return new Refusal('Another backup of this data is being made: wait for it to end.')
  if (code === '42P01') return new Refusal('The database is not set up yet: there is nothing to back up.')
  if (code === 'EACCES' || code === 'ENOENT') return new Refusal(`${target} cannot be written (${message}).`)
  return error
}
