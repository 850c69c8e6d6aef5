import fs from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { env, origin, rereadEnv } from '@/server/platform/env'
import { migrate } from '../migrate'
import { startPostgres } from '../postgres'
import { Refusal } from '../refusal'
import { build } from '../start/build'
import { placeOf } from '../start/database'
import { holdFolder } from '../start/lock'
import { step } from '../start/step'
import { readWhole } from './archive'
import { readPassphrase } from './passphrase'
import { takeSecretKey } from './secret-key'
import type { Restored } from './sleep'
import { unpack } from './unpack'

/** Makes an installation of an archive, aside and then renamed, so that a restore which was cut off leaves nothing to start. */
export async function restore(args: string[]): Promise<void> {
  const folder = demandEmpty()
  const file = await openFile(args)
  const passphrase = await readPassphrase({ fresh: false })
  await step('Checking the archive', () => readWhole(file, passphrase))
  await build(['children', 'portal'])
  const aside = `${folder}.restoring`
  const release = await holdAside(aside)
  try {
    const restored = await fill({ file, passphrase, aside })
    release()
    fs.rmSync(path.join(aside, 'running.sock'), { force: true })
    put(aside, folder)
    report(folder, restored)
  } catch (error) {
    release()
    fs.rmSync(aside, { recursive: true, force: true })
    throw explained(error, folder)
  } finally {
    await file.close()
  }
}

function demandEmpty(): string {
  if (process.env.DATABASE_URL) {
    throw new Refusal(
      'DATABASE_URL is set: an archive is restored into a data folder with a database of its own. Unset it.',
    )
  }
  const folder = path.resolve(env().STOA_DATA_DIR)
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
    throw new Refusal(
      `${folder} is not empty: move it away, or set STOA_DATA_DIR to a folder that is. It was left as it is.`,
    )
  }
  return folder
}

async function openFile([name, ...more]: string[]): Promise<FileHandle> {
  if (!name || more.length > 0) throw new Refusal('Say which archive: npm run restore -- <archive>')
  const file = path.resolve(process.env.INIT_CWD ?? '.', name)
  return open(file, 'r').catch((error: Error) => {
    throw new Refusal(`The archive cannot be read: ${error.message}.`)
  })
}

/** What a restore that was killed has left aside is thrown away; one that runs is not. */
async function holdAside(aside: string): Promise<() => void> {
  const release = await holdFolder(aside, 'npm run restore, which ends by itself')
  for (const name of fs.readdirSync(aside)) {
    if (name !== 'running.sock') fs.rmSync(path.join(aside, name), { recursive: true, force: true })
  }
  return release
}

async function fill({ file, passphrase, aside }: { file: FileHandle; passphrase: string; aside: string }) {
  process.env.STOA_DATA_DIR = aside
  rereadEnv()
  const cluster = await step('Making a database', () => startPostgres(aside))
  try {
    await cluster.createDatabase('stoa')
    const url = cluster.url('stoa')
    process.env.STOA_DATABASE_URL = placeOf(url)
    await step('Restoring', () => unpack({ file, passphrase, folder: aside, url }))
    takeSecretKey(aside)
    await step('Migrating the database', async () => void (await migrate(url)))
    // Loaded here: it needs the database client, which the build may only just have made.
    const { putToSleep } = await import('./sleep')
    return await step('Putting tokens and grants to sleep', () => putToSleep())
  } finally {
    await cluster.stop()
  }
}

function put(aside: string, folder: string) {
  try {
    fs.renameSync(aside, folder)
  } catch (error) {
    throw new Refusal(
      `${folder} cannot be put in place (${(error as NodeJS.ErrnoException).code}): set STOA_DATA_DIR to a folder below it.`,
    )
  }
}

function report(folder: string, restored: Restored[]) {
  console.log(`\n  Restored into ${folder}; npm start runs it.`)
  for (const { slug, owners, asleep } of restored) {
    console.log(`  ${slug}: everybody is signed out; ${asleep} tokens, invitations and grants sleep.`)
    console.log(`    ${owners.join(', ')} can wake or end them at ${origin()}/${slug}/settings/restored`)
  }
  console.log()
}

function explained(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' || code === '53100'
    ? new Refusal(`There is no room beside ${folder} for what the archive holds: free some. Nothing was left behind.`)
    : error
}
