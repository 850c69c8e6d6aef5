import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fixturePassword, type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as tenancy from '@/server/tenancy'

// Fifty secrets go in by every way that takes one, well used and misused; then everything that comes out or stays is searched.

const planted: string[] = []
/** A secret that stands nowhere else in the world. */
const plant = (before = '') => {
  const secret = `${before}${randomBytes(18).toString('base64url')}`
  planted.push(secret)
  return secret
}
const out: string[] = []
const logged: string[] = []
let a: Tenant
let token: string

/** Calls, and keeps what came back, unless the call is the one that shows a secret to the person whom it is for. */
async function call(method: string, route: string, body?: unknown, more: Record<string, string> = {}, shown = false) {
  const { text: said, headers } = await restCall(method, route, { token, body, headers: more })
  if (!shown) out.push(said, JSON.stringify([...headers]))
  return JSON.parse(said) as { id: string; token: string; secret: string; invitation: { code: string } }
}

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    // Heard, and passed on.
    const write = stream.write.bind(stream)
    stream.write = ((...said: Parameters<typeof write>) => {
      logged.push(String(said[0]))
      return write(...said)
    }) as typeof stream.write
  }
  rereadEnv()
  ;({ a } = await twoTenants())
  token = (await tenancy.createToken(a.owner, { name: 'test' })).token
  planted.push(token)
})
afterAll(closeDatabase)

const there = new URL(process.env.STOA_OWNER_DATABASE_URL ?? 'postgres://x')
const postgres = (more: object = {}) => ({
  kind: 'postgres',
  domain: 'sales',
  config: { host: there.hostname, port: Number(there.port), database: 'postgres', user: 'nobody', ...more },
})

/** Every way in, each several times, so that fifty go in. */
async function plantAll() {
  const endsAt = new Date(Date.now() + 86_400_000).toISOString()
  const budgets = { rowsPerDay: 10, callsPerMinute: 10 }
  const program = { sponsor: a.owner.principal.id, purpose: 'analytics', endsAt, budgets }
  for (let n = 0; n < 6; n++) {
    const made = await call('POST', '/connections', {
      ...postgres(),
      name: `planted ${n}`,
      secrets: { password: plant() },
    })
    await call('POST', `/connections/${made.id}/test`, {})
    await call('GET', `/connections/${made.id}/assets`)
    await call('PATCH', `/connections/${made.id}`, { secrets: { password: plant() } })
    await call('POST', `/connections/${made.id}/sync`, { assets: ['public.x'] })
    await call('POST', '/connections/try', { ...postgres(), secrets: { password: plant() } })
    // Misused: in an address, under a name that is not known, in the place of something else.
    await call('POST', '/connections', {
      ...postgres({ host: `user:${plant()}@${there.hostname}` }),
      name: `wrong ${n}`,
      secrets: { password: plant(), passwrod: plant() },
    })
    await call('POST', '/sign-in', { email: 'owner@a.example', password: plant(), org: a.org.slug })
    await call('GET', '/me', undefined, { authorization: `Bearer ${plant('stoa_pat_')}` })
    const minted = await call('POST', '/tokens', { name: `n ${n}` }, { 'idempotency-key': `key-${n}` }, true)
    planted.push(minted.token)
    const invited = await call('POST', '/members', { email: `p${n}@a.example`, name: 'P', role: 'member' }, {}, true)
    planted.push(invited.invitation.code)
    const agent = await call('POST', '/agents', { ...program, name: `a ${n}` })
    planted.push((await call('POST', `/agents/${agent.id}/tokens`, {}, {}, true)).token)
    const hook = await call('POST', '/webhooks', { url: `https://hook-${n}.example/in` }, {}, true)
    planted.push(hook.secret.slice('whsec_'.length))
  }
  const signed = { email: 'owner@a.example', password: fixturePassword, org: a.org.slug }
  planted.push((await call('POST', '/sign-in', signed, {}, true)).token, process.env.STOA_SECRET_KEY ?? '')
  for (const route of [
    '/me',
    '/tokens',
    '/members',
    '/connections',
    '/audit',
    '/notifications',
    '/agents',
    '/webhooks',
    '/runs',
    '/health',
  ])
    await call('GET', route)
  out.push((await restCall('GET', '/audit/export', { token })).text)
}

/** Every row of every table, as the superuser reads them. */
async function everyRow(): Promise<string[]> {
  const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
  await owner.connect()
  const { rows } = await owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const table = await owner.query<{ line: string }>(`select t::text as line from ${name} t`)
    found.push(...table.rows.map(({ line }) => `${name}: ${line}`))
  }
  await owner.query('checkpoint')
  await owner.end()
  return found
}

/** The files of a folder as they lie on the disk, the database's own and its log of changes among them. */
function* files(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* files(place)
    else if (entry.isFile()) yield place
  }
}

/** Other tests use the folder too: a file may go while it is looked for. */
function read(file: string): Buffer | null {
  try {
    return fs.readFileSync(file)
  } catch {
    return null
  }
}

it('fifty planted secrets are found in no answer, log, event, entry, row or file', { timeout: 120_000 }, async () => {
  await plantAll()
  expect(new Set(planted).size).toBeGreaterThanOrEqual(50)
  const traces = (text: string) => planted.filter((secret) => text.includes(secret))
  expect(traces(out.join('\n'))).toEqual([])
  expect(traces(logged.join('\n'))).toEqual([])
  const rows = await everyRow()
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter((row) => traces(row).length > 0)).toEqual([])
  let seen = 0
  for (const file of files(process.env.STOA_DATA_DIR ?? '')) {
    const bytes = read(file)
    if (!bytes) continue
    seen++
    expect([file, planted.filter((secret) => bytes.includes(secret))]).toEqual([file, []])
  }
  console.log(`${new Set(planted).size} secrets; ${out.length} answers, ${rows.length} rows, ${seen} files searched`)
})
