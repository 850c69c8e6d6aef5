import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as audit from '@/server/audit'
import { asRole, closeDatabase, withOrg } from '@/server/platform/db'
import { hashOf } from './chain'

let a: Tenant
let b: Tenant
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
const resource = { type: 'product', id: 'prd_1' }
const by = (tenant: Tenant) => tenant.owner.principal.id

/** Tampers as someone who owns the database and has switched the triggers off, then puts the organisation's entries back. */
async function tampered<T>(sql: string, look: () => Promise<T>): Promise<T> {
  await owner.query(`create temporary table kept as select * from audit_entry where ${of()}`)
  await owner.query(`create temporary table kept_head as select * from audit_head where ${of()}`)
  await owner.query(`set session_replication_role = replica`)
  try {
    await owner.query(sql)
    return await look()
  } finally {
    for (const [table, kept] of [
      ['audit_entry', 'kept'],
      ['audit_head', 'kept_head'],
    ])
      await owner.query(
        `delete from ${table} where ${of()}; insert into ${table} select * from ${kept}; drop table ${kept}`,
      )
    await owner.query('set session_replication_role = default')
  }
}
const of = () => `org_id = '${a.scope.orgId}'`

beforeAll(async () => {
  await owner.connect()
  ;({ a, b } = await twoTenants())
  for (let n = 1; n <= 5; n++)
    await audit.record(a.scope, {
      actor: by(a),
      action: 'product.published',
      resource,
      detail: { n, odd: 'a\u0000b \ud800' },
    })
  await audit.seal()
})
afterAll(async () => {
  await owner.end()
  await closeDatabase()
})

test('what was done is there with its detail, the newest first, and the other organisation sees none of it', async () => {
  const { items } = await audit.list(a.scope, { action: 'product' }, { limit: 3 })
  expect(items.map((one) => one.detail?.n)).toEqual([5, 4, 3])
  expect(items[0]).toMatchObject({ actor: by(a), resource, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  const next = await audit.list(a.scope, { action: 'product' }, { limit: 3, cursor: items.at(-1)!.id })
  expect(next.items.map((one) => one.detail?.n)).toEqual([2, 1])
  expect((await audit.list(b.scope, { action: 'product' }, { limit: 50 })).items).toEqual([])
})

test('filters by resource, actor and time', async () => {
  const count = async (filter: audit.Filter) => (await audit.list(a.scope, filter, { limit: 200 })).items.length
  expect(await count({ resource: 'prd_1' })).toBe(5)
  expect(await count({ resource: 'product' })).toBe(5)
  expect(await count({ resource: 'prd_1', actor: 'mem_other' })).toBe(0)
  expect(await count({ action: 'product.publish' })).toBe(0)
  expect(await count({ action: 'produc' })).toBe(0)
  expect(await count({ action: 'product.published', from: '2026-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' })).toBe(5)
  expect(await count({ resource: 'prd_1', to: '2026-01-01T00:00:00Z' })).toBe(0)
  expect(await count({ resource: 'prd_1', from: '2999-01-01T00:00:00Z' })).toBe(0)
})

test('an entry goes with the change that fails', async () => {
  const failing = withOrg(a.scope, async () => {
    await audit.record(a.scope, { actor: by(a), action: 'never.happened', resource })
    throw new Error('the change failed')
  })
  await expect(failing).rejects.toThrow('the change failed')
  expect((await audit.list(a.scope, { action: 'never' }, { limit: 10 })).items).toEqual([])
})

test('verifying tells the number, the unsealed tail and the head, and remembers that it was asked', async () => {
  await audit.record(a.scope, { actor: by(a), action: 'port.read', resource })
  const before = await audit.verify(a.scope, by(a))
  expect(before).toMatchObject({ ok: true, unsealed: 1 })
  await audit.seal()
  const after = await audit.verify(a.scope, by(a), before.ok ? before.head! : undefined)
  expect(after).toMatchObject({ ok: true, unsealed: 0, entries: before.ok ? before.entries : -1 })
  expect(await audit.lastCheck(a.scope)).toMatchObject({ ok: true, actor: by(a) })
})

test('a head that was never of this chain is refused', async () => {
  expect(await audit.verify(a.scope, by(a), `2:${'0'.repeat(64)}`)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('rewritten'),
  })
  expect(await audit.verify(a.scope, by(a), `9999:${'0'.repeat(64)}`)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('no longer reaches'),
  })
})

test('the export verifies by itself', async () => {
  const text = await new Response(audit.exportLines(a.scope, {})).text()
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.length).toBeGreaterThan(5)
  for (const { org, hash, seq, prevHash, ...content } of lines) expect(hashOf(org, content, seq, prevHash)).toBe(hash)
})

test.each([
  'update audit_entry set actor = actor',
  'delete from audit_entry',
  'truncate audit_entry',
  `update audit_head set seq = 0`,
])('the application may not %s', async (sql) => {
  await expect(asRole('app', (client) => client.query(sql))).rejects.toThrow('permission denied')
})

test('the application may not put an entry into the chain itself', async () => {
  const forged = asRole('app', (client) =>
    client.query(
      `insert into audit_entry (org_id, id, at, actor, action, resource_type, resource_id, seq) values ('o', 'i', now(), 'a', 'b', 'c', 'd', 1)`,
    ),
  )
  await expect(forged).rejects.toThrow('permission denied')
})

test('the sealer may neither change what it seals nor unseal it', async () => {
  const as = (sql: string) => asRole('sealer', (client) => client.query(sql))
  await expect(as(`update audit_entry set actor = 'x'`)).rejects.toThrow('permission denied')
  await expect(as('update audit_entry set seq = null, hash = null')).rejects.toThrow('sealed')
})

test('even an owner is stopped by the triggers', async () => {
  await expect(owner.query(`update audit_entry set action = 'x'`)).rejects.toThrow('cannot be changed')
  await expect(owner.query('delete from audit_entry')).rejects.toThrow('cannot be removed')
  await expect(owner.query('truncate audit_entry')).rejects.toThrow('cannot be removed')
})

test.each([
  [
    'a changed entry',
    () => `update audit_entry set actor = 'mem_else' where ${of()} and seq = 3`,
    'changed after it was sealed',
  ],
  ['a removed entry', () => `delete from audit_entry where ${of()} and seq = 3`, 'missing'],
  ['a chain cut short', () => `delete from audit_entry where ${of()} and seq >= 3`, 'missing'],
  [
    'a seal taken off',
    () => `update audit_entry set seq = null, prev_hash = null, hash = null where ${of()} and seq >= 3`,
    'missing',
  ],
  ['a removed head', () => `delete from audit_head where ${of()}`, 'head'],
])('an owner who switched the triggers off is found: %s', async (_, sql, reason) => {
  expect(await tampered(sql(), () => audit.verify(a.scope, by(a)))).toMatchObject({
    ok: false,
    reason: expect.stringContaining(reason),
  })
  expect(await audit.verify(a.scope, by(a))).toMatchObject({ ok: true })
})

test('a chain rewritten from end to end is found by an earlier head', async () => {
  const earlier = await audit.verify(a.scope, by(a))
  const sql = `update audit_entry set actor = 'mem_else', seq = null, prev_hash = null, hash = null where ${of()};
    delete from audit_head where ${of()}`
  const found = await tampered(sql, async () => {
    await owner.query('set session_replication_role = default')
    await audit.seal()
    const blind = await audit.verify(a.scope, by(a))
    const anchored = await audit.verify(a.scope, by(a), earlier.ok ? earlier.head! : undefined)
    await owner.query('set session_replication_role = replica')
    return { blind, anchored }
  })
  expect(found.blind).toMatchObject({ ok: true })
  expect(found.anchored).toMatchObject({ ok: false, reason: expect.stringContaining('rewritten') })
})

test('several sealers at once make one chain', async () => {
  for (let n = 0; n < 40; n++) await audit.record(b.scope, { actor: by(b), action: 'port.read', resource })
  await Promise.all([audit.seal(), audit.seal(), audit.seal()])
  await audit.seal()
  expect(await audit.verify(b.scope, by(b))).toMatchObject({ ok: true, unsealed: 0 })
})

test('pages of what is named by its kind and by its id give each entry once, in order', async () => {
  for (let n = 0; n < 9; n++)
    await audit.record(a.scope, {
      actor: by(a),
      action: 'port.read',
      resource: { type: n % 2 ? 'slot' : 'thing', id: n % 3 ? 'thing' : `t${n}` },
      detail: { n },
    })
  const seen: unknown[] = []
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const { items, nextCursor } = await audit.list(a.scope, { resource: 'thing' }, { limit: 3, cursor })
    seen.push(...items.map((one) => one.detail?.n))
    cursor = nextCursor ?? undefined
  }
  expect(seen).toEqual([8, 7, 6, 5, 4, 2, 1, 0])
})
