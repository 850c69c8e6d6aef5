import { createWriteStream } from 'node:fs'
import { chmod, type FileHandle, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { storageFolder } from '@/server/platform/storage'
import { markMigrated } from '../migrate'
import { Refusal } from '../refusal'
import { type Entry, type Manifest, manifest, readArchive, textOf } from './archive'
import type { Sequence } from './dump'
import { isCurrent, loadTable, makeSchema, migrationsFor, setSequences } from './load'
import { keyCheckOf } from './secret-key'

type Plan = { file: FileHandle; passphrase: string; folder: string; url: string }

/** Fills an empty data folder and an empty database with what an archive holds. */
export async function unpack({ file, passphrase, folder, url }: Plan): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  let said: Manifest | undefined
  try {
    for await (const entry of readArchive(file, passphrase)) {
      if (said) await take(entry, client, folder)
      else {
        said = await readManifest(entry)
        await makeSchema(client, migrationsFor(said))
        await client.query('begin')
      }
    }
    await client.query('commit')
    if (said && isCurrent(said)) await markMigrated(url)
    await client.query('analyze')
  } finally {
    await client.end()
  }
  await demandKey(folder, said?.keyCheck)
}

async function readManifest(entry: Entry): Promise<Manifest> {
  const read = manifest.safeParse(JSON.parse(await textOf(entry.content)))
  if (!read.success) throw new Refusal('The archive is of a newer Stoa than this one: restore it with that version.')
  return read.data
}

async function take(entry: Entry, client: pg.Client, folder: string): Promise<void> {
  if (entry.kind === 'table') await loadTable(client, entry, entry.content)
  else if (entry.kind === 'sequences') {
    await setSequences(client, JSON.parse(await textOf(entry.content)) as Sequence[])
  } else if (entry.kind === 'file') await write(folder, entry.path, entry.content)
  else if (entry.kind === 'stored') await write(storageFolder(), entry.key, entry.content)
  if (entry.kind === 'file' && entry.path === 'demo.json') await refillSource(path.join(folder, 'demo.json'))
}

/** Written beside its place and renamed into it: a storage that several use never shows half a file. */
async function write(folder: string, name: string, content: AsyncIterable<Buffer>): Promise<void> {
  const target = path.resolve(folder, name)
  if (!target.startsWith(`${path.resolve(folder)}${path.sep}`))
    throw new Refusal(`The archive's ${name} leaves its folder.`)
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  await pipeline(content, createWriteStream(`${target}.part`, { mode: 0o600, flush: true }))
  await rename(`${target}.part`, target)
}

/** The demo's source is not Stoa's own: the next start fills it again, and leaves what is in Stoa as it is. */
async function refillSource(file: string): Promise<void> {
  const demo = JSON.parse(await readFile(file, 'utf8')) as { state: string }
  if (demo.state === 'done') await writeFile(file, JSON.stringify({ ...demo, state: 'wanted' }))
  await chmod(file, 0o600)
}

/** Secrets sealed under a key that is not here would be lost, silently. */
async function demandKey(folder: string, check: string | undefined): Promise<void> {
  const kept = await readFile(path.join(folder, 'keys.json'), 'utf8').catch(() => '{}')
  const key = process.env.STOA_SECRET_KEY || (JSON.parse(kept) as { secret?: string }).secret
  if (!key || keyCheckOf(key) !== check) {
    throw new Refusal(
      'The archive was made under another STOA_SECRET_KEY: set that one, or unset it if it was never set.',
    )
  }
}
