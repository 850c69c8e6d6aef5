import * as catalog from '@/server/catalog'
import { askAs } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import { storage } from '@/server/platform/storage'

/** How long a part may take to answer before it counts as down, in ms. */
const patience = 2000
/** Events that wait longer than this mean that jobs lag, in ms. */
const lag = 30_000

export interface Check {
  status: 'ok' | 'degraded' | 'down'
  engine: string
  /** Said to anyone: never an address or an error's own text. */
  detail?: string
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), patience)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function check(engine: string, down: string, probe: () => Promise<Partial<Check> | undefined>): Promise<Check> {
  try {
    return { status: 'ok', engine, ...(await within(probe())) }
  } catch {
    return { status: 'down', engine, detail: down }
  }
}

const database = () =>
  check('postgresql', 'The database does not answer.', async () => {
    await askAs('app', 'select 1')
    return undefined
  })

/** Where an engine of its own does not answer, the database does: searches are slower, and none fails. */
const search = () =>
  check(env().MEILI_URL ? 'meilisearch' : 'postgresql', 'The search index does not answer.', async () => {
    await askAs('app', `select word_similarity('catalog', 'catalogue')`)
    const away: Partial<Check> = { status: 'degraded', detail: 'The search engine does not answer; the database does.' }
    return (await catalog.answers()) === false ? away : undefined
  })

const files = () => check(storage.engine(), 'The storage cannot be written.', async () => void (await storage.probe()))

function jobs(): Promise<Check> {
  const { INNGEST_BASE_URL, JOB_PORT } = env()
  const url = INNGEST_BASE_URL
    ? new URL('/health', INNGEST_BASE_URL)
    : new URL(`http://127.0.0.1:${JOB_PORT ?? 8288}/health`)
  return check(INNGEST_BASE_URL ? 'inngest' : 'embedded', 'The job runner does not answer.', async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) })
    if (!response.ok) throw new Error(String(response.status))
    const { oldestMs = 0 } = (await response.json().catch(() => ({}))) as { oldestMs?: number }
    return oldestMs > lag
      ? { status: 'degraded', detail: `Events wait for ${Math.round(oldestMs / 1000)} s.` }
      : undefined
  })
}

export interface Health {
  status: 'ok' | 'degraded' | 'down'
  checks: { database: Check; jobs: Check; search: Check; storage: Check }
}

/** Asks each part. Without its database the whole is down; anything else that is not well only degrades it. */
export async function health(): Promise<Health> {
  const [db, runner, index, store] = await Promise.all([database(), jobs(), search(), files()])
  const checks = { database: db, jobs: runner, search: index, storage: store }
  const well = Object.values(checks).every((one) => one.status === 'ok')
  return { status: db.status === 'down' ? 'down' : well ? 'ok' : 'degraded', checks }
}
