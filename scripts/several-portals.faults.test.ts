import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startInngest } from '@/jobs/trial/inngest-server'
import { freePort, newKeys, until } from '@/jobs/trial/world'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { once } from './sql'
import { build } from './start/build'
import { chance, seed, times } from './test/chance'
import { type Portal, startPortal } from './test/portal'
import { type Answer, restOver } from './test/rest-client'
import { type RoundRobin, roundRobin } from './test/round-robin'
import { makeInstallation } from './test/small-installation'

// Two portals on a PostgreSQL that neither started, each with a data folder of its own; snapshots and files are shared. Their jobs run on
// our own executors, or on the real Inngest server (`npm run test:engines`).
const server = process.env.STOA_INNGEST_SERVER
const rounds = times(2, 12)
const asksOfRound = times(6, 20)
const patience = 240_000

let folder: string
let live: Awaited<ReturnType<typeof makeInstallation>>
let settings: Record<string, string>
let proxy: RoundRobin
let portals: Portal[] = []
let ports: number[] = []
let inngest: Awaited<ReturnType<typeof startInngest>> | undefined
let tokens: { owner: string; member: string }
const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  once<Row & Record<string, unknown>>(live.cluster.url('stoa'), text, values)
const count = async (from: string, values: unknown[] = []) =>
  Number((await sql<{ n: number }>(`select count(*) as n ${from}`, values))[0]!.n)

const writeRows = (rows: number) =>
  fs.writeFileSync(
    path.join(folder, 'files', 'orders.csv'),
    `no,country\n${Array.from({ length: rows }, (_, n) => `${n},DE\n`).join('')}`,
  )

const payroll = `apiVersion: v1.0.0
kind: DataProduct
id: payroll
status: draft
name: Payroll orders
version: 1.0.0
domain: sales
tags: [secret]
description: { purpose: Who is paid for which orders }
outputPorts: [{ name: all, version: 1.0.0, contractId: payroll-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: payroll-contract
version: 1.0.0
servers: [{ server: shop-files, type: custom }]
schema:
  - name: orders
    physicalName: orders.csv
    properties: [{ name: no }]`
const secretsAreOwners = `forbid (principal, action == Action::"discover", resource is Product)
when { resource.tags.contains("secret") } unless { principal.role == "owner" };`

beforeAll(async () => {
  await build()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-several-'))
  fs.chmodSync(folder, 0o711) // root's PostgreSQL runs as another user
  live = await makeInstallation(folder)
  await product.save(live.owner, { slug: 'payroll', written: product.readDocuments({ yaml: payroll }) })
  await product.publish(live.owner, { slug: 'payroll' })
  await policy.load(live.scope)
  await policy.save(live.owner, { text: secretsAreOwners })
  const owner = (
    await tenancy.createToken(live.owner, { name: 'owner', scopes: ['read', 'request', 'manage', 'admin'] })
  ).token
  const member = (await tenancy.createToken(live.member, { name: 'member', scopes: ['read', 'request'] })).token
  tokens = { owner, member }
  await startAll()
}, 900_000)
afterAll(async () => {
  await Promise.all(portals.map((portal) => portal.stop()))
  proxy?.close()
  await inngest?.stop()
  await closeDatabase()
  await live?.cluster.stop()
  if (!process.env.KEEP) fs.rmSync(folder, { recursive: true, force: true })
})

async function startAll() {
  ports = [await freePort(), await freePort()]
  proxy = await roundRobin(ports)
  const keys = newKeys()
  if (server) inngest = await startInngest(server, keys)
  settings = {
    DATABASE_URL: live.cluster.url('stoa'),
    STOA_SECRET_KEY: process.env.STOA_SECRET_KEY!,
    STORAGE_URL: `file:${folder}/storage`,
    STOA_FILES_ROOT: `${folder}/files`,
    STOA_ORIGIN: proxy.address,
    STOA_TRUST_PROXY: 'true',
    INNGEST_SIGNING_KEY: keys.signingKey,
    INNGEST_EVENT_KEY: keys.eventKey,
    ...(inngest && { INNGEST_BASE_URL: inngest.url, JOB_APP_URL: `${proxy.address}/api/inngest` }),
  }
  const start = (n: number) => startPortal(path.join(folder, `portal-${n}`), ports[n]!, settings)
  portals = await Promise.all([start(0), start(1)])
}

type Who = keyof typeof tokens
const call = (who: Who, method: string, route: string, body?: unknown, at = proxy.address): Promise<Answer> =>
  restOver(at, tokens[who], method, route, { body })

/** Asks again while nobody can say whether it was done; what is answered is never a fault of ours. */
async function surely(who: Who, method: string, route: string, body?: unknown) {
  for (const end = Date.now() + patience; ; await sleep(100)) {
    const answer = await call(who, method, route, body)
    if (answer.told) {
      expect(answer.status, JSON.stringify(answer.json)).toBeLessThan(500)
      return answer
    }
    if (Date.now() > end) throw new Error(`${route}: ${answer.why}`)
  }
}
/** Two readers search without pause; what each is told must be what it may find, and all of it. */
function searchLoad() {
  const may: Record<Who, string[]> = { owner: ['orders', 'payroll'], member: ['orders'] }
  let over = false
  const told = { answers: 0, broken: 0, wrong: [] as string[] }
  const reader = async (who: Who) => {
    while (!over) {
      const answer = await call(who, 'GET', '/search?q=orders')
      if (!answer.told) told.broken++
      else {
        told.answers++
        const { items, total } = (answer.json ?? {}) as { items?: { slug: string }[]; total?: number }
        const found = items?.map(({ slug }) => slug).sort()
        if (answer.status !== 200 || total !== may[who].length || found?.join() !== may[who].join())
          told.wrong.push(`${who}: ${answer.status} ${JSON.stringify(answer.json).slice(0, 300)}`)
      }
      await sleep(20)
    }
  }
  const readers = Promise.all((['owner', 'member', 'owner', 'member'] as const).map(reader))
  const end = async () => {
    over = true
    await readers
    return told
  }
  return { end }
}

/** A purpose is asked for by the member and approved by the owner, whatever happens meanwhile. */
async function askAndApprove(purpose: string) {
  const ask = { product: 'orders', port: 'all', purpose, duration: 'P90D' }
  const asked = await surely('member', 'POST', '/access-requests', ask)
  expect([201, 409]).toContain(asked.status)
  const found = await sql<{ id: string }>('select id from access_request where purpose = $1', [purpose])
  expect(found).toHaveLength(1)
  const decided = await surely('owner', 'POST', `/access-requests/${found[0]!.id}/decision`, { decision: 'approve' })
  expect(decided.status, JSON.stringify(decided.json)).toBe(200)
}

/** Which portal works on a run: the one whose folder holds what it writes. */
const workerOf = (run: string) => portals.findIndex(({ folder }) => fs.existsSync(path.join(folder, 'work', run)))

async function openPurposes(round: number): Promise<string[]> {
  const { items } = await tenancy.getPurposes(live.scope)
  const fresh = Array.from({ length: asksOfRound }, (_, n) => `round-${round}-${n}`)
  await tenancy.setPurposes(live.owner, {
    items: [...items, ...fresh.map((slug) => ({ slug, title: slug, description: '' }))],
  })
  return fresh
}

test(
  `a portal killed in the midst of everything loses, doubles and shows nothing (STOA_TEST_SEED=${seed})`,
  async () => {
    let first = 0
  const random = chance(seed)
    const { items } = await ingestion.listConnections(live.scope, { limit: 1 })
    await until(
      'the catalog',
      async () => {
        const answer = await call('owner', 'GET', '/search?q=orders')
        return answer.told && (answer.json as { total: number }).total === 2
      },
      60_000,
    )
    for (let round = 0; round < rounds; round++) {
      const purposes = await openPurposes(round)
      const rows = 1_000_000 + round
      writeRows(rows)
      const load = searchLoad()
      const asked = await surely('owner', 'POST', `/connections/${items[0]!.id}/sync`, { assets: ['orders.csv'] })
      const { runId } = asked.json as { runId: string }
      const worker = await until(
        'the sync to begin',
        async () => (workerOf(runId) >= 0 ? { n: workerOf(runId) } : null),
        60_000,
      )
      const asking = Promise.all(purposes.map(askAndApprove))
      await sleep(random() * 400)
      // The first to be killed is the one that copies; then the other; then any.
      if (round === 0) first = worker.n
      const victim = round === 0 ? first : round === 1 ? 1 - first : Math.floor(random() * 2)
      console.log(`round ${round}: portal ${victim} is killed, portal ${worker.n} copies`)
      await portals[victim]!.kill()
      await asking
      portals[victim] = await startPortal(portals[victim]!.folder, ports[victim]!, settings)
      const ended = await until(
        'the sync',
        async () => {
          const run = await ingestion.getRun(live.scope, runId)
          return !['queued', 'running'].includes(run.state) && run
        },
        patience,
      )
      expect(ended).toMatchObject({ state: 'succeeded', snapshots: [{ rows }] })
      const told = await load.end()
      expect(told.wrong).toEqual([])
      console.log(`  searches: ${told.answers} answered, ${told.broken} broken off`)
      for (const purpose of purposes) await expectOnce(purpose)
    }
  },
  rounds * patience,
)

/** One request, one outcome, one grant: each step told and written down once. */
async function expectOnce(purpose: string) {
  const requests = await sql<{ id: string; state: string }>('select id, state from access_request where purpose = $1', [
    purpose,
  ])
  expect(requests).toEqual([{ id: expect.any(String), state: 'approved' }])
  const { id } = requests[0]!
  expect(await count('from "grant" where request_id = $1 and live_key is not null', [id])).toBe(1)
  expect(await count('from "grant" where purpose = $1', [purpose])).toBe(1)
  for (const action of ['access.requested', 'access.approved'])
    expect(await count('from audit_entry where action = $1 and resource_id = $2', [action, id]), action).toBe(1)
}
