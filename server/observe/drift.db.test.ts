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

describe('the door', () => {
  it('compares two snapshots of one asset, and leaves an entry', async () => {
    const ids = {
      reference: await snapshot('select i::double as delay from range(2000) t(i)', 'one.parquet'),
      current: await snapshot('select i::double + 400 as delay from range(2000) t(i)', 'one.parquet'),
    }
    const { status, body } = await drift({ ...ids, columns: [{ name: 'delay', statistic: 'wasserstein' }] })
    expect(status).toBe(200)
    // Every value moved by 400; the standard deviation of 0 … n − 1 is √((n² − 1) / 12).
    const value = 400 / Math.sqrt((2000 ** 2 - 1) / 12)
    expect(body).toMatchObject({ drifted: 1, share: 1 })
    expect(body.columns[0]).toMatchObject({ name: 'delay', type: 'DOUBLE', statistic: 'wasserstein', threshold: 0.1 })
    expect(body.columns[0]).toMatchObject({ drifted: true, exact: true, value: expect.closeTo(value, 9) })
    const { items } = await audit.list(a.scope, {}, { limit: 5 })
    expect(items.map(({ action }) => action)).toContain('snapshot.compared')
  })
})
