import { request } from 'node:http'
import { request as secureRequest } from 'node:https'
import pg from 'pg'
import type { RelaySettings } from './settings'

const pollMs = 100
const retryMs = 1000
const pruneMs = 60_000
const batchMax = 200

/**
 * The outbox's way to an Inngest server: unsent rows are posted with their ids, then marked. A row that was posted but not
 * marked is posted again with the same id, which the server passes over.
 */
export async function startRelay(settings: RelaySettings): Promise<{ stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 2 })
  pool.on('error', () => {})
  let stopped = false
  const until = async (turn: () => Promise<number | null>) => {
    while (!stopped) {
      const wait = await turn().catch((error: Error) => {
        if (!stopped) console.error(`relay: ${error.message}`)
        return retryMs
      })
      if (wait === null) return
      await pause(wait)
    }
  }
  let pruned = 0
  // A server that already knows the functions takes events though the app could not register just now.
  const registering = until(async () => ((await register(settings.appUrl)) ? null : retryMs))
  const relaying = until(async () => {
    const sent = await relayBatch(pool, settings)
    if (Date.now() - pruned > pruneMs) {
      pruned = Date.now()
      await pool.query(`delete from job.event where sent_at < now() - interval '1 day'`)
    }
    return sent < batchMax ? pollMs : 0
  })
  return {
    async stop() {
      stopped = true
      await Promise.all([registering, relaying])
      await pool.end()
    },
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Has the app tell the Inngest server which functions it serves. */
async function register(appUrl: URL): Promise<boolean> {
  const { status, body } = await send(appUrl, 'PUT', '{}').catch(() => ({ status: 0, body: '' }))
  if (status >= 400)
    throw new Error(`the app could not register with the Inngest server: ${status} ${body.slice(0, 300)}`)
  return status > 0
}

async function relayBatch(pool: pg.Pool, { inngestUrl, eventKey }: RelaySettings): Promise<number> {
  const { rows } = await pool.query('select id, name, at, body from job.unsent($1, $1)', [batchMax])
  if (rows.length === 0) return 0
  const events = rows.map(({ id, name, at, body }) => ({ ts: at.getTime(), data: {}, ...body, id, name }))
  const reply = await send(new URL(`/e/${encodeURIComponent(eventKey)}`, inngestUrl), 'POST', JSON.stringify(events))
  if (reply.status !== 200)
    throw new Error(`the Inngest server refused events: ${reply.status} ${reply.body.slice(0, 300)}`)
  await pool.query('update job.event set sent_at = clock_timestamp() where id = any($1)', [rows.map((row) => row.id)])
  return rows.length
}

function send(url: URL, method: string, body: string): Promise<{ status: number; body: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const open = url.protocol === 'https:' ? secureRequest : request
  return new Promise((resolve, reject) => {
    const sent = open(url, { method, headers, timeout: 30_000 }, async (response) => {
      try {
        let text = ''
        for await (const chunk of response.setEncoding('utf8')) text += chunk
        resolve({ status: response.statusCode!, body: text })
      } catch (error) {
        reject(error)
      }
    })
    sent.on('timeout', () => sent.destroy(new Error(`${url.host} did not answer within 30 s`)))
    sent.on('error', reject)
    sent.end(body)
  })
}
