import { spawn } from 'node:child_process'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SourceDatabase, sourceDatabase } from '@/prisma/seed/source-database'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { chance, seed, times } from '@/scripts/test/chance'
import { closeDatabase, withOrg } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { storage } from '@/server/platform/storage'
import * as ingestion from '.'

/** Kills of each kind of source. */
const kills = times(1, 5)
const random = chance(seed)
const rows = times(60_000, 300_000)
let a: Tenant
let source: SourceDatabase

beforeAll(async () => {
  const server = process.env.STOA_OWNER_DATABASE_URL!
  process.env.STOA_DEMO_SOURCE = new URL(server).host
  process.env.STOA_FILES_ROOT = path.join(process.env.STOA_DATA_DIR!, 'kill-files', '{org}')
  rereadEnv()
  ;({ a } = await twoTenants())
  source = await sourceDatabase(server, 'source_kills')
  await source.sql(`create table big (id int primary key, t text);
    insert into big select i, md5(i::text) from generate_series(1, ${rows}) i; analyze`)
  const folder = path.join(process.env.STOA_DATA_DIR!, 'kill-files', a.org.slug)
  await mkdir(folder, { recursive: true })
  const lines = Array.from({ length: rows }, (_, n) => `${n},word ${n * 7919}`)
  await writeFile(path.join(folder, 'words.csv'), `id,t\n${lines.join('\n')}\n`)
  // What we make of a CSV file is a Parquet file.
  const run = await ingestion.requestSync(a.publisher, await connect('files'), { assets: ['words.csv'] })
  const { storageKey } = await ingestion.getSnapshot(a.scope, (await finish(run)).snapshots[0]!.id)
  await copyFile(await storage.localPath(storageKey), path.join(folder, 'words.parquet'))
}, 120_000)
afterAll(async () => {
  await source?.close()
  await closeDatabase()
})

/** A connection of its own, so that its asset has no past. */
async function connect(kind: 'postgres' | 'files'): Promise<string> {
  const settings =
    kind === 'postgres' ? { config: source.config, secrets: source.secrets } : { config: { path: 'words.*' } }
  const name = `source ${Math.random()}`
  return ingestion.createConnection(a.publisher, a.domain.id, { kind, name, domain: a.domain.slug, ...settings })
}

async function finish(run: string) {
  while (!(await ingestion.advanceRun(a.scope, run)).ended);
  return ingestion.getRun(a.scope, run)
}

/** Another process begins the run and is killed after a while. */
async function beginAndKill(run: string, after: number): Promise<void> {
  const code = `
    import { mintScope } from '@/server/platform/db'
    import * as ingestion from '@/server/ingestion'
    await ingestion.advanceRun(mintScope(${JSON.stringify(a.scope.orgId)}), ${JSON.stringify(run)})`
  const args = ['--import', 'tsx', '--input-type=module', '-e', code]
  const worker = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  for (const end = Date.now() + 30_000; (await ingestion.getRun(a.scope, run)).state === 'queued'; await sleep(10))
    if (Date.now() > end) throw new Error('the worker did not begin')
  await sleep(after)
  worker.kill('SIGKILL')
  await ended
  await withOrg(
    a.scope,
    (tx) =>
      tx.$executeRaw`update run set lease_until = now() - interval '1 second' where id = ${run} and state = 'running'`,
  )
}

const kinds = [
  { what: 'a table read by its cursor', kind: 'postgres', ref: 'public.big', cursor: 'id' },
  { what: 'a CSV file', kind: 'files', ref: 'words.csv', cursor: null },
  { what: 'a table', kind: 'postgres', ref: 'public.big', cursor: null },
  { what: 'a Parquet file', kind: 'files', ref: 'words.parquet', cursor: null },
] as const

test.each(kinds.slice(0, times(2, 4)))(
  `the worker that copies $what is killed, and no row is lost or doubled (STOA_TEST_SEED=${seed})`,
  async ({ kind, ref, cursor }) => {
    /** What came before, where only what is new is read. */
    const past = async (connection: string) => {
      if (!cursor) return
      await source.sql(`delete from big where id > ${rows / 2}`)
      await finish(await ingestion.requestSync(a.publisher, connection, { assets: [{ ref, cursor }] }))
      await source.sql(`insert into big select i, md5(i::text) from generate_series(${rows / 2 + 1}, ${rows}) i`)
    }
    const ask = (connection: string) => ingestion.requestSync(a.publisher, connection, { assets: [{ ref, cursor }] })
    const straight = await connect(kind)
    await past(straight)
    const began = performance.now()
    const copy = (await finish(await ask(straight))).snapshots[0]!
    const took = performance.now() - began
    expect(copy.rows).toBe(rows)
    for (let n = 0; n < kills; n++) {
      const connection = await connect(kind)
      await past(connection)
      const run = await ask(connection)
      await beginAndKill(run, random() * took * 1.2)
      expect(await finish(run)).toMatchObject({ state: 'succeeded' })
      const { items } = await ingestion.listAssets(a.scope, connection, { refs: [ref], limit: 1 })
      const made = (await ingestion.listSnapshots(a.scope, items[0]!.id, { limit: 10 })).items
      expect(made).toHaveLength(cursor ? 2 : 1)
      expect(made.find((snapshot) => snapshot.id === items[0]!.latestSnapshot)).toMatchObject({
        rows: copy.rows,
        hash: copy.hash,
      })
      const inWork = await readdir(path.join(process.env.STOA_DATA_DIR!, 'work'))
      expect(inWork).not.toContain(run)
    }
    const stored = await readdir(path.join(process.env.STOA_DATA_DIR!, 'storage', 'snapshots', a.scope.orgId))
    expect(stored.filter((name) => !/^[0-9a-f]+\.parquet$/.test(name))).toEqual([])
    expect(stored.filter((name) => name.startsWith(copy.hash))).toHaveLength(1)
  },
  times(60_000, 600_000),
)
