import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { storage } from '@/server/platform/storage'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

let a: Tenant
let b: Tenant
let connection: string
let folder: string
let tokens: Record<'publisher' | 'steward' | 'member' | 'other', string>
let files = 0

/** The copy of a Parquet file that DuckDB writes of a SELECT. */
async function snapshot(sql: string, ref = `rows-${++files}.parquet`): Promise<string> {
  const engine = await (await DuckDBInstance.create(':memory:')).connect()
  await engine.run(`copy (${sql}) to '${path.join(folder, ref)}' (format parquet)`)
  engine.closeSync()
  return copy(ref)
}

async function copy(ref: string): Promise<string> {
  const run = await ingestion.requestSync(a.publisher, connection, { assets: [ref] })
  while (!(await ingestion.advanceRun(a.scope, run)).ended);
  const { snapshots, error } = await ingestion.getRun(a.scope, run)
  if (!snapshots[0]) throw new Error(error ?? 'nothing came of the copy')
  return snapshots[0].id
}

const drift = async (body: object, token = tokens.publisher) => {
  const { status, text } = await restCall('POST', '/drift', { token, body })
  return { status, body: JSON.parse(text) }
}
beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  const root = path.join(process.env.STOA_DATA_DIR!, 'drift-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  folder = path.join(root, a.org.slug)
  mkdirSync(folder, { recursive: true })
  connection = await ingestion.createConnection(a.publisher, a.domain.id, {
    kind: 'files',
    name: 'Drifting',
    domain: a.domain.slug,
    config: { path: '*.parquet' },
  })
  const mint = async (actor: Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  const [publisher, steward, member, other] = await Promise.all([a.publisher, a.steward, a.member, b.owner].map(mint))
  tokens = { publisher: publisher!, steward: steward!, member: member!, other: other! }
})
afterAll(closeDatabase)

const many = 'select i::double as delay, (i % 3)::varchar as word from range(2000) t(i)'
const moved = 'select i::double + 400 as delay, (i % 3)::varchar as word from range(2000) t(i)'

describe('the door', () => {
  let ids: { reference: string; current: string }
  beforeAll(async () => {
    ids = { reference: await snapshot(many, 'one.parquet'), current: await snapshot(moved, 'one.parquet') }
  })

  it('compares two snapshots of one asset, and leaves an entry', async () => {
    const { status, body } = await drift({ ...ids, columns: [{ name: 'delay', statistic: 'wasserstein' }] })
    expect(status).toBe(200)
    // Every value moved by 400; the standard deviation of 0 … n − 1 is √((n² − 1) / 12).
    const value = 400 / Math.sqrt((2000 ** 2 - 1) / 12)
    expect(body).toMatchObject({ drifted: 1, share: 1 })
    expect(body.columns[0]).toMatchObject({ name: 'delay', type: 'DOUBLE', statistic: 'wasserstein', threshold: 0.1 })
    expect(body.columns[0]).toMatchObject({ drifted: true, exact: true, value: expect.closeTo(value, 9) })
    const { items } = await audit.list(a.scope, {}, { limit: 5 })
    expect(items.find(({ action }) => action === 'snapshot.compared')?.detail).toMatchObject(ids)
  })

  it('compares every column where none is named', async () => {
    const { body } = await drift(ids)
    expect(body).toMatchObject({ drifted: 1, share: 0.5 })
    expect(body.columns[1]).toMatchObject({ name: 'word', statistic: 'jensen_shannon', value: 0, drifted: false })
  })

  it('is for those who may read the values of both, and tells others no more than elsewhere', async () => {
    expect((await drift(ids, tokens.steward)).status).toBe(403)
    const theirs = [await drift(ids, tokens.member), await drift(ids, tokens.other)]
    const unknown = await drift({ ...ids, reference: 'snp_unknown' })
    const mixed = await drift({ ...ids, current: 'snp_unknown' }, tokens.steward)
    for (const { status, body } of [...theirs, unknown]) expect([status, body.error.code]).toEqual([404, 'not_found'])
    expect([403, 404]).toContain(mixed.status)
    expect((await restCall('POST', '/drift', { body: ids })).status).toBe(401)
  })

  it.each([
    ['a column that neither side has', [{ name: 'gone' }], 'columns.0.name'],
    ['a column named twice', [{ name: 'word' }, { name: 'word' }], 'columns.1.name'],
    ['an order of words', [{ name: 'delay' }, { name: 'word', statistic: 'ks' }], 'columns.1.statistic'],
    ['a statistic there is not', [{ name: 'delay', statistic: 'anderson' }], 'columns.0.statistic'],
    ['a threshold of nothing', [{ name: 'delay', threshold: 0 }], 'columns.0.threshold'],
    ['no column', [], 'columns'],
    ['an unknown field', [{ name: 'delay', bins: 3 }], 'columns.0'],
  ])('refuses %s at its place', async (_, columns, place) => {
    const { status, body } = await drift({ ...ids, columns })
    expect(status).toBe(400)
    expect(body.error.details.map(({ path }: { path: string }) => path)[0]).toContain(place)
  })

  it('says of a column that vanished, and of one that came, that they did', async () => {
    const other = await snapshot('select i::double as delay, i as extra from range(10) t(i)')
    const { status, body } = await drift({ reference: ids.reference, current: other })
    expect([status, body.drifted]).toEqual([200, 3])
    const errors = body.columns.map(({ name, error }: { name: string; error?: string }) => [name, error])
    expect(errors).toContainEqual(['word', 'Only the reference has this column.'])
    expect(errors).toContainEqual(['extra', 'Only the current side has this column.'])
  })

  it('is not found once a file has vanished', async () => {
    const gone = await snapshot('select 1 as one')
    await storage.remove((await ingestion.getSnapshot(a.scope, gone)).storageKey)
    const { status, body } = await drift({ reference: gone, current: gone })
    expect([status, body.error.code]).toEqual([404, 'not_found'])
  })
})
