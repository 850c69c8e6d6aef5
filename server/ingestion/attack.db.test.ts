import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { sha256 } from '@/server/platform/secrets'
import { storage } from '@/server/platform/storage'
import * as ingestion from '.'

/** A source that turns hostile after a good copy: the run says why it failed, and what is stored stays as it was. */

let a: Tenant
let folder: string
let connection: string
beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'hostile-source')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  ;({ a } = await twoTenants())
  folder = path.join(root, a.org.slug)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'good.csv'), 'id,name\n1,one\n')
  const made = { kind: 'files', name: 'turning', domain: a.domain.slug, config: { path: '*' } }
  connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
})
afterAll(closeDatabase)

const put = (name: string, content: string | Uint8Array) => writeFileSync(path.join(folder, name), content)
async function sync(...assets: string[]) {
  const id = await ingestion.requestSync(a.publisher, connection, { assets })
  for (;;) if ((await ingestion.advanceRun(a.scope, id)).ended) return ingestion.getRun(a.scope, id)
}
const latest = async (ref: string) => {
  const { items } = await ingestion.listAssets(a.scope, connection, { refs: [ref], limit: 1 })
  const { latestSnapshot } = await ingestion.getAsset(a.scope, items[0]!.id)
  const { hash, rows } = await ingestion.getSnapshot(a.scope, latestSnapshot!)
  const file = await storage.localPath(`snapshots/${a.scope.orgId}/${hash}.parquet`)
  return { hash, rows, content: sha256(readFileSync(file, 'latin1')) }
}
const lines = (count: number) => Array.from({ length: count }, (_, n) => `${n},row ${n}`).join('\n')

describe('after a good copy', () => {
  it.each<[string, string, string | Uint8Array, RegExp]>([
    ['ragged rows', 'r.csv', `id,name\n${lines(200)}\n7\n`, /Line 202 has 1 values/],
    ['JSON 100,000 deep', 'd.ndjson', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`, /broke on it/],
    ['a million columns', 'w.csv', Array.from({ length: 1_000_000 }, (_, n) => `c${n}`).join(','), /2000 is the most/],
  ])('%s ends the run with why; the copy before stays, whole', async (_, name, hostile, why) => {
    put(name, name.endsWith('ndjson') ? '{"a":[1]}\n' : `id,name\n${lines(200)}\n`)
    expect((await sync(name)).state).toBe('succeeded')
    const before = await latest(name)
    put(name, hostile)
    const began = Date.now()
    const run = await sync(name, 'good.csv')
    expect(Date.now() - began).toBeLessThan(20_000)
    expect(run.state).toBe('failed')
    expect(run.error).toMatch(why)
    expect(run.error).not.toContain(folder)
    expect(run.assets.find(({ ref }) => ref === 'good.csv')?.state).toMatch(/recorded|unchanged/)
    expect(await latest(name)).toEqual(before)
    expect(existsSync(path.join(process.env.STOA_DATA_DIR!, 'work', run.id))).toBe(false)
  })
})

it('a NUL in values is copied, measured and stored', async () => {
  const file = path.join(folder, 'nul.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const engine = await instance.connect()
  const nul = "'a' || chr(0) || 'b'"
  await engine.run(`copy (select ${nul} as t, [${nul}] as l, i from range(50) x(i)) to '${file}' (format parquet)`)
  engine.closeSync()
  const run = await sync('nul.parquet')
  expect([run.error ?? null, run.state]).toEqual([null, 'succeeded'])
  expect(await latest('nul.parquet')).toMatchObject({ rows: 50 })
})

it('a name that holds a NUL is never taken for another name', async () => {
  for (const name of ['a\\u0000b', 'c\\u0000']) {
    put('keys.ndjson', `{"${name}": 1, "c": "\\u0000"}\n{"${name}": 2, "c": "x"}\n`)
    const run = await sync('keys.ndjson')
    expect([run.state, run.error]).toEqual(['failed', expect.stringMatching(/name of a column/)])
  }
})
