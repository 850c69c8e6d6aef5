import { request } from 'node:http'
import { request as secureRequest } from 'node:https'
import pg from 'pg'
import type { RelaySettings } from './settings'

const pollMs = 100
const retryMs = 1000
/** A row that the server refused is offered again, ever more seldom, up to this. */
const refusedMax = 300_000
const pruneMs = 60_000
/** How often the app registers again: the server may have been set up anew. */
const registerMs = 60_000
const batchMax = 200

interface Row {
  id: string
  name: string
  at: Date
  body: Record<string, unknown>
}

/**
 * The outbox's way to an Inngest server: unsent rows are posted with their ids, then marked. A row that was posted but not
 * marked is posted again with the same id, which the server passes over.
 */
export async function startRelay(settings: RelaySettings): Promise<{ stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 2 })
  pool.on('error', () => {})
  const over = new AbortController()
  const keepOn = async (turn: () => Promise<number>) => {
    while (!over.signal.aborted) {
      const wait = await turn().catch((error: Error) => {
        if (!over.signal.aborted) console.error(`relay: ${error.message}`)
        return retryMs
      })
      await pause(wait, over.signal)
    }
  }
  let pruned = 0
  let known = false
  const registering = keepOn(async () => {
    if (!(await register(settings.appUrl))) return retryMs
    known = true
    return registerMs
  })
  const outbox = new Outbox(pool, settings)
  const relaying = keepOn(async () => {
    // An event of which the server knows no function begins no run, then or later. Once it knew them it may be told though the app is away.
    if (!known) return pollMs
    const sent = await outbox.relay()
    if (Date.now() - pruned > pruneMs) {
      pruned = Date.now()
      await pool.query(`delete from job.event where sent_at < now() - interval '1 day'`)
    }
    return sent < batchMax ? pollMs : 0
  })
  return {
    async stop() {
      over.abort()
      await Promise.all([registering, relaying])
      await pool.end()
    },
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })

/** Has the app tell the Inngest server which functions it serves; saying so again changes nothing. */
async function register(appUrl: URL): Promise<boolean> {
  const { status, body } = await send(appUrl, 'PUT', '{}').catch(() => ({ status: 0, body: '' }))
  if (status >= 400)
    throw new Error(`the app could not register with the Inngest server: ${status} ${body.slice(0, 300)}`)
  return status > 0
}

class Outbox {
  /** Rows that the server refused, and when each is offered again. They wait alone, so that they hold up no other. */
  private readonly refused = new Map<string, { at: number; wait: number }>()

  constructor(
    private readonly pool: pg.Pool,
    private readonly settings: RelaySettings,
  ) {}

  /** Sends what waits, and says how many rows there were. */
  async relay(): Promise<number> {
    const { rows } = await this.pool.query<Row>('select id, name, at, body from job.unsent($1, $1)', [
      batchMax + this.refused.size,
    ])
    // Names of the engine's own: what the built-in runner announced to itself before the server took over.
    const own = rows.filter((row) => row.name.startsWith('inngest/'))
    if (own.length > 0) await this.mark(own)
    const due = rows.filter((row) => !own.includes(row) && (this.refused.get(row.id)?.at ?? 0) <= Date.now())
    const fresh = due.filter((row) => !this.refused.has(row.id))
    if (fresh.length > 0 && !(await this.post(fresh))) for (const row of fresh) await this.offer(row)
    for (const row of due) if (this.refused.has(row.id) && !fresh.includes(row)) await this.offer(row)
    return due.length
  }

  private async offer(row: Row): Promise<void> {
    if (await this.post([row])) {
      this.refused.delete(row.id)
      return
    }
    const wait = Math.min(refusedMax, (this.refused.get(row.id)?.wait ?? retryMs / 2) * 2)
    this.refused.set(row.id, { at: Date.now() + wait, wait })
  }

  /** False when the server refused what these rows say; anything else that keeps them from it throws. */
  private async post(rows: Row[]): Promise<boolean> {
    const { inngestUrl, eventKey } = this.settings
    const events = rows.map(({ id, name, at, body }) => ({ ts: at.getTime(), data: {}, ...body, id, name }))
    const reply = await send(new URL(`/e/${encodeURIComponent(eventKey)}`, inngestUrl), 'POST', JSON.stringify(events))
    if (reply.status === 200) {
      await this.mark(rows)
      return true
    }
    const why = `${reply.status} ${reply.body.slice(0, 300)}`
    if (reply.status !== 400 && reply.status !== 413) throw new Error(`the Inngest server refused events: ${why}`)
    if (rows.length === 1)
      console.error(`relay: the Inngest server refused event ${rows[0]!.id} ${rows[0]!.name}: ${why}`)
    return false
  }

  private async mark(rows: Row[]): Promise<void> {
    await this.pool.query('update job.event set sent_at = clock_timestamp() where id = any($1)', [
      rows.map((row) => row.id),
    ])
  }
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
