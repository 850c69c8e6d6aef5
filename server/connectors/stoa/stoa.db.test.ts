import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as compute from '@/server/platform/compute'
import { closeDatabase } from '@/server/platform/db'
import { firstId, newId } from '@/server/platform/ids'
import { conformance } from '../conformance'
import type { Connector, Plan, Reading } from '../connector'
import { stoa } from '.'

// Stoa as a source: the records that a real database keeps of one organisation, beside those of another.

let a: Tenant
let b: Tenant
let out: string
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
const signal = new AbortController().signal
const large = 60_000

/** Decisions as policy writes them, one a second into the past, the newest now. */
const decided = (org: string, count: number) =>
  owner.query(
    `insert into policy_decision (org_id, id, at, principal_id, action, resource_type, resource_id, effect, because, policy_version,
      surface, resource) select $1, 'dec_' || lpad(i::text, 26, '0'), now() - i * interval '1 second', 'mem_x', 'view', 'product', 'prd_x',
      'allow', array['one', 'two'], 'roles-1', 'portal', '{}' from generate_series(1, $2::int) i`,
    [org, count],
  )

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  await owner.connect()
  out = await mkdtemp(path.join(tmpdir(), 'stoa-records-'))
  await decided(a.org.id, large)
  await decided(b.org.id, 7)
}, 120_000)
afterAll(async () => {
  await owner.end()
  await rm(out, { recursive: true, force: true })
  await closeDatabase()
})

const recordsOf = (tenant: Tenant) => access.showRecords(tenant.scope)
const count = async (reading: Reading) => (await compute.ingest({ source: reading.rows, outDir: out })).rows
const open = (tenant: Tenant) => stoa.open({}, {}, { signal, folder: null, records: recordsOf(tenant) })
async function copied(tenant: Tenant, ref: string, sql = 'select * from t', plan: Plan = {}) {
  const session = await open(tenant)
  const reading = await session.read(ref, plan)
  const file = await compute.ingest({ source: reading.rows, outDir: out })
  const answer = await compute.query({ org: 'test', views: [{ name: ['t'], files: [file.path] }], sql })
  return { ...answer, file, reading }
}

conformance('stoa', () => ({
  connector: {
    ...stoa,
    open: (_config, _secrets, host) => stoa.open({}, {}, { ...host, records: recordsOf(a) }),
  } as Connector,
  config: {},
  secrets: {},
  folder: null,
  large: { ref: 'decisions', rows: large },
  deleteSome: async () => {
    await owner.query(`delete from policy_decision where org_id = $1 and id > 'dec_' || lpad('5', 26, '0')`, [a.org.id])
    return 5
  },
  count,
}))

describe('the records of an organisation', () => {
  it('are read as the columns say, with none of another organisation, and of none where there are none', async () => {
    const { assets } = await (await open(b)).discover()
    expect(assets.map(({ ref, rows }) => [ref, rows])).toEqual([
      ['decisions', 7],
      ['requests', 0],
      ['moments', 0],
      ['grants', 0],
      ['proofs', 0],
    ])
    for (const { ref, columns, rows } of assets) {
      const { file } = await copied(b, ref)
      expect(file.rows).toBe(rows)
      expect(file.schema.map(({ name, type }) => ({ name, type }))).toEqual(
        columns.map(({ name, type }) => ({ name, type })),
      )
    }
    const { rows } = await copied(b, 'decisions', 'select distinct effect, because, policy_version from t')
    expect(rows).toEqual([['allow', 'one, two', 'roles-1']])
  })

  it('go on where the last reading ended, the last minutes once more', async () => {
    const first = (await copied(b, 'decisions', undefined, { incremental: { column: 'id' } })).reading
    expect(first.complete).toBe(true)
    const [early, late] = [Date.now() - 20 * 60_000, Date.now()].map((at) => firstId('decision', at))
    expect([first.position! > early!, first.position! < late!]).toEqual([true, true])
    await owner.query(
      `insert into policy_decision select org_id, $2, now(), principal_id, action, resource_type, resource_id, effect, because,
        policy_version, purpose, surface, request_id, resource from policy_decision where org_id = $1 limit 1`,
      [b.org.id, newId('decision')],
    )
    const next = await copied(b, 'decisions', 'select count(*) from t', {
      incremental: { column: 'id', after: first.position! },
    })
    expect([next.reading.complete, next.reading.key, Number(next.rows[0]![0])]).toEqual([false, ['id'], 1])
  })

  it.each([
    ['passwords', {}, /keeps no passwords; it keeps decisions, requests/],
    ['requests', { incremental: { column: 'sent_at' } }, /requests is read by no column, not by sent_at/],
    ['decisions', { incremental: { column: 'at' } }, /decisions is read by id, not by at/],
  ] as const)('%s is refused with what there is', async (ref, plan, words) => {
    await expect((await open(a)).read(ref, plan)).rejects.toThrow(words)
  })
})
