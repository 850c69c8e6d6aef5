import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from 'inngest/node'
import pg from 'pg'
import { roleUrl } from '@/server/platform/role'
import { type Executor, startExecutor } from '../executor/executor'
import type { Settings } from '../executor/settings'
import { type Place, trial } from './functions'

const migrations = ['20261122000003_jobs', '20261122000008_clock']

/** A database of its own with the runner's schema: executors of other tests must not take this one's events. */
export async function trialDatabase(on = process.env.STOA_OWNER_DATABASE_URL!) {
  const name = `trial_${randomBytes(6).toString('hex')}`
  const owner = new URL(on)
  const onServer = async (statement: string) => {
    const client = new pg.Client({ connectionString: on })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await onServer(`create database ${name}`)
  owner.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: owner.href, max: 4 })
  // A connection that is closing when the database goes must not end the process.
  pool.on('error', () => {})
  for (const name of migrations) await pool.query(readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8'))
  const executorUrl = new URL(roleUrl('executor'))
  executorUrl.host = owner.host
  executorUrl.pathname = `/${name}`
  const drop = async () => {
    await pool.end()
    await onServer(`drop database ${name} with (force)`)
  }
  return { pool, executorUrl: executorUrl.href, drop }
}

/** Serves functions over the SDK's own node handler on a free (or the given) port. */
export async function serveApp(options: Parameters<typeof serve>[0], port = 0): Promise<{ server: Server; url: URL }> {
  const server = createServer(serve(options))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { server, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`) }
}

export const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export const newKeys = () => ({
  signingKey: `signkey-test-${randomBytes(32).toString('hex')}`,
  eventKey: randomBytes(16).toString('hex'),
})

/** Polls until a query answers something; says what it waited for when it does not come. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false | null>,
  ms = 10_000,
): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export interface RunRow {
  id: string
  fn: string
  status: string
  output: unknown
}

/** PostgreSQL, app and executor, in this process, over real sockets. */
export async function startWorld(
  make: (place: Place) => Pick<ReturnType<typeof trial>, 'client' | 'functions'> = trial,
) {
  const database = await trialDatabase()
  const keys = newKeys()
  const notes: { what: string; at: number }[] = []
  const port = await freePort()
  const place: Place = {
    ...keys,
    eventsUrl: `http://127.0.0.1:${port}`,
    note: (what) => notes.push({ what, at: Date.now() }),
  }
  const made = make(place)
  const app = await serveApp({ client: made.client, functions: made.functions })
  const settings: Settings = {
    databaseUrl: database.executorUrl,
    appUrl: app.url,
    ...keys,
    port,
    slots: 16,
    backoffMs: 20,
    tickMs: 100,
  }
  const executors: Executor[] = []
  return {
    ...made,
    settings,
    pool: database.pool,
    notes,
    heard: () => notes.map((note) => note.what),
    async start(change: Partial<Settings> = {}): Promise<Executor> {
      const executor = await startExecutor({ ...settings, ...change })
      executors.push(executor)
      return executor
    },
    /** Sends, and waits until that many runs of a function have ended. */
    async ended(fn: string, count = 1, ms = 25_000): Promise<RunRow[]> {
      const text = 'select id, fn, status, output from job.run where fn = $1 and ended_at is not null order by at'
      return until(
        `${count} ended runs of ${fn}`,
        async () => {
          const { rows } = await database.pool.query<RunRow>(text, [`trial-${fn}`])
          return rows.length >= count && rows
        },
        ms,
      )
    },
    async stop() {
      for (const executor of executors) await executor.stop()
      app.server.closeAllConnections()
      app.server.close()
      await database.drop()
    },
  }
}
