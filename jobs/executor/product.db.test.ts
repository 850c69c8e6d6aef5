import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { once } from '@/scripts/sql'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { roleUrl } from '@/server/platform/role'
import { startInngest } from '../trial/inngest-server'
import { freePort, newKeys, serveApp, until } from '../trial/world'
import { startExecutor } from './executor'
import { startRelay } from './relay'

// The product's own functions on the engine that this run is for: ours, or the real Inngest server behind the relay.
vi.setConfig({ testTimeout: 150_000, hookTimeout: 150_000 })
const server = process.env.STOA_INNGEST_SERVER
const undo: (() => Promise<unknown>)[] = []
let a: Tenant
let stopEngine: () => Promise<unknown>
let restartEngine: () => Promise<void>

beforeAll(async () => {
  process.env.STOA_DATABASE_URL = new URL('/stoa_apart', process.env.STOA_DATABASE_URL).href
  process.env.STOA_FILES_ROOT = path.join(process.env.STOA_DATA_DIR!, 'engine-files', '{org}')
  rereadEnv()
  await startEngine()
  ;({ a } = await twoTenants())
})
afterAll(async () => {
  for (const end of undo.reverse()) await end()
  await closeDatabase()
})

/** The app as it is served, and what runs its functions, each told of the other as `npm start` does. */
async function startEngine() {
  const keys = newKeys()
  const port = await freePort()
  const inngest = server ? await startInngest(server, keys) : null
  process.env.INNGEST_SIGNING_KEY = keys.signingKey
  process.env.INNGEST_EVENT_KEY = keys.eventKey
  process.env.JOB_PORT = String(port)
  if (inngest) process.env.INNGEST_BASE_URL = inngest.url
  rereadEnv()
  const [{ inngest: client }, { functions }] = [await import('../client'), await import('../index')]
  const app = await serveApp({ client, functions })
  const common = { ...keys, appUrl: app.url }
  const start = () =>
    inngest
      ? startRelay({ ...common, databaseUrl: roleUrl('relay'), inngestUrl: new URL(inngest.url) })
      : startExecutor({
          ...common,
          databaseUrl: roleUrl('executor'),
          port,
          slots: 16,
          backoffMs: 100,
          tickMs: 200,
        })
  let engine = await start()
  stopEngine = () => engine.stop()
  restartEngine = async () => {
    engine = await start()
  }
  undo.push(
    async () => {
      app.server.closeAllConnections()
      app.server.close()
    },
    async () => inngest?.stop(),
    () => engine.stop(),
  )
}

const yaml = `apiVersion: v1.0.0
kind: DataProduct
id: people
name: People
version: 1.0.0
status: draft
domain: sales
description: { purpose: Who is there }
outputPorts: [{ name: people, version: 1.0.0, contractId: people-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: people-contract
version: 1.0.0
servers: [{ server: people-files, type: custom }]
schema:
  - name: people
    physicalName: people.csv
    properties: [{ name: id, logicalType: integer, required: true }]
`

test('a connection is synced, its snapshot recorded, and the port of the product that stands on it moved on', async () => {
  const ingestion = await import('@/server/ingestion')
  const product = await import('@/server/product')
  const folder = path.join(process.env.STOA_DATA_DIR!, 'engine-files', a.org.slug)
  mkdirSync(folder, { recursive: true })
  const write = (rows: number) =>
    writeFileSync(path.join(folder, 'people.csv'), `id\n${Array.from({ length: rows }, (_, n) => n).join('\n')}\n`)
  write(2)
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, {
    kind: 'files',
    name: 'people-files',
    domain: 'sales',
    config: { path: '*.csv' },
  })
  const sync = async () => {
    const run = await ingestion.requestSync(a.publisher, connection, { assets: ['people.csv'] })
    const over = async () => {
      const now = await ingestion.getRun(a.scope, run)
      return !['queued', 'running'].includes(now.state) && now
    }
    return until('the run', over, 60_000)
  }
  expect(await sync()).toMatchObject({ state: 'succeeded', snapshots: [{ rows: 2 }] })
  await product.save(a.publisher, { slug: 'people', written: product.readDocuments({ yaml }) })
  await product.publish(a.publisher, { slug: 'people' })
  write(3)
  expect(await sync()).toMatchObject({ state: 'succeeded', snapshots: [{ rows: 3 }] })
  const moved = async () => {
    const shown = await product.get(a.scope, { slug: 'people' })
    return shown.ports[0]?.objects[0]?.pointer?.rows === 3
  }
  await until('the port to move', moved, 60_000)
})

test('a request is reminded of and times out by its own run, though the engine is down when it is made and again while it waits', async () => {
  const access = await import('@/server/access')
  const ask = { product: 'people', port: 'people', purpose: 'analytics', duration: 'P30D' } as const
  // What the clock will have to do comes nearer by moving the request back in time.
  const age = (id: string, hours: number) =>
    once(
      process.env.STOA_OWNER_DATABASE_URL!.replace(/\/stoa(?=$|\?)/, '/stoa_apart'),
      `update access_request set moved_at = now() - interval '${hours} hours' + interval '4 seconds' where id = '${id}'`,
    )
  const states = async (id: string) => (await access.getRequest(a.scope, id)).history.map(({ state }) => state)
  await stopEngine()
  const { id } = await access.request(a.member, ask)
  await age(id, 24)
  await restartEngine()
  await until('the reminder', async () => (await states(id)).includes('reminded'), 60_000)
  // The run goes back to waiting; what it misses before it does, the hourly sweep finds.
  await sleep(2_000)
  await stopEngine()
  const question = { decision: 'ask', note: 'Why?', policyVersion: 'roles-1' } as const
  await access.decide(a.publisher, { id, ...question })
  await age(id, 14 * 24)
  await restartEngine()
  await until('the end', async () => (await access.getRequest(a.scope, id)).state === 'timed_out', 60_000)
  expect((await states(id)).filter((state) => state !== 'climbed')).toEqual([
    'submitted',
    'reminded',
    'info_needed',
    'timed_out',
  ])
})
