import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import { startPostgres } from '../postgres'
import { once } from '../sql'
import { holdFolder } from '../start/lock'
import { runCopy } from '../test/copy-command'
import { smallDisk } from '../test/small-disk'
import { makeInstallation, rowsOf } from '../test/small-installation'

// Disks that really run full: the work folder of a copy, the storage, the place of an archive, a database's own.

let parent: string
let live: Awaited<ReturnType<typeof makeInstallation>>
let release: () => void
const at = (...name: string[]) => path.join(parent, ...name)

beforeAll(async () => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-full-'))
  fs.chmodSync(parent, 0o711) // root's PostgreSQL runs as another user
  live = await makeInstallation(at('live'))
  release = await holdFolder(at('live'), 'http://the-test')
}, 120_000)
afterAll(async () => {
  await closeDatabase()
  release?.()
  await live?.cluster.stop()
  fs.rmSync(parent, { recursive: true, force: true })
})

/** Copies the file anew, three megabytes that no compression makes smaller; answers how the run ended. */
async function copyLarge() {
  const lines = Array.from({ length: 30_000 }, (_, n) => `${n},${randomBytes(50).toString('hex')}`)
  fs.writeFileSync(at('live', 'files', 'large.csv'), `no,noise\n${lines.join('\n')}\n`)
  const { items } = await ingestion.listConnections(live.scope, { limit: 1 })
  const run = await ingestion.requestSync(live.owner, items[0]!.id, { assets: ['large.csv'] })
  for (let turn = 0; turn < 200; turn++) if ((await ingestion.advanceRun(live.scope, run, 300)).ended) break
  return ingestion.getRun(live.scope, run)
}

const storedFiles = () =>
  fs.readdirSync(at('live', 'storage'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name))

/** What a folder holds, in whole megabytes. */
function megabytesOf(folder: string): number {
  if (!fs.existsSync(folder)) return 0
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.ceil(names.reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0) / 1e6)
}

it.each(['work', 'storage/snapshots'])(
  'a copy that finds no room in %s fails in a sentence, harms nothing, and goes through later',
  async (place) => {
    const before = storedFiles()
    const beside = at('kept')
    if (fs.existsSync(at('live', place))) fs.cpSync(at('live', place), beside, { recursive: true })
    const disk = smallDisk(at('live', place), 1 + megabytesOf(beside))
    if (!disk) return
    try {
      if (fs.existsSync(beside)) fs.cpSync(beside, at('live', place), { recursive: true })
      const failed = await copyLarge()
      expect(failed.state).toBe('failed')
      expect(failed.error).toContain('There is no room left on the disk')
      expect(storedFiles()).toEqual(before)
      expect(await rowsOf(live.member)).toHaveLength(3)
    } finally {
      disk.remove()
      fs.rmSync(beside, { recursive: true, force: true })
    }
    expect((await copyLarge()).state).toBe('succeeded')
  },
  120_000,
)

it('a backup that finds no room says so and leaves nothing; the instance goes on', async () => {
  const disk = smallDisk(at('archives'), 1)
  if (!disk) return
  try {
    fs.writeFileSync(at('live', 'files', 'noise.bin'), randomBytes(3_000_000))
    const { status, said } = await runCopy('--backup', at('live'), at('archives', 'one'))
    expect([status, said]).toEqual([1, expect.stringContaining('There is no room for')])
    expect(fs.readdirSync(at('archives'))).toEqual([])
  } finally {
    disk.remove()
  }
  expect(await rowsOf(live.member)).toHaveLength(3)
  expect((await runCopy('--backup', at('live'), at('archives', 'one'))).status).toBe(0)
}, 120_000)

it('a database whose log finds no room keeps every row that it has confirmed', async () => {
  const disk = smallDisk(at('small'), 120)
  if (!disk) return
  const ballast = at('small', 'ballast')
  let cluster = await startPostgres(at('small'))
  let confirmed = 0
  try {
    await once(cluster.url('postgres'), 'create table kept (n int, filling text)')
    const free = fs.statfsSync(at('small'))
    fs.writeFileSync(ballast, Buffer.alloc(Math.max(0, free.bavail * free.bsize - 4_000_000)))
    const insert = 'insert into kept select $1, string_agg(md5(random()::text), $2) from generate_series(1, 4000)'
    const fill = async () => {
      for (;;) {
        await once(cluster.url('postgres'), insert, [confirmed, ''])
        confirmed++
      }
    }
    await expect(fill()).rejects.toThrow(/No space left|terminat|ECONNRE|recovery|starting up/i)
    expect(confirmed).toBeGreaterThan(0)
    fs.rmSync(ballast)
    await cluster.stop()
    cluster = await startPostgres(at('small'))
    const [{ n }] = (await once<{ n: number }>(
      cluster.url('postgres'),
      'select count(distinct n)::int as n from kept',
    )) as [{ n: number }]
    expect(n).toBeGreaterThanOrEqual(confirmed)
    await once(cluster.url('postgres'), 'insert into kept values (-1, null)')
  } finally {
    await cluster.stop()
    disk.remove()
  }
}, 120_000)

it('after all of it the audit holds', async () => {
  await audit.seal()
  expect(await audit.verify(live.scope, 'system')).toMatchObject({ ok: true })
})
