import http from 'node:http'
import https from 'node:https'
import { Meilisearch } from 'meilisearch'
import { ownAgent } from '@/server/platform/egress'
import { env } from '@/server/platform/env'

/** The server at MEILI_URL, reached with a key of no more right than the errand needs. */

/** What the server said against a request; its own text may name what was asked, and is not shown to anyone. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`Meilisearch answered ${status} (${code})`)
  }
}

/** What the server said against a request, if it was that which failed. */
export const refusedBy = (error: unknown): Refused | null => {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return cause instanceof Refused ? cause : null
}

type Errand = 'search' | 'write'
const rights = {
  search: { uid: '6b0c7b1e-58f4-4c0e-9d1a-5d0f3a1c7e01', actions: ['search'] },
  write: {
    uid: '6b0c7b1e-58f4-4c0e-9d1a-5d0f3a1c7e02',
    actions: ['search', 'documents.*', 'indexes.*', 'settings.*', 'tasks.get', 'stats.get'],
  },
} as const
const SEARCH_MS = 2_000
const WRITE_MS = 60_000

type Known = { address: string; agent: http.Agent; keys: Map<Errand, Promise<string | undefined>> }
let known: Known | undefined

function place(): Known {
  const { MEILI_URL = '', MEILI_KEY = '' } = env()
  const address = `${MEILI_URL} ${MEILI_KEY}`
  if (known?.address !== address) known = { address, agent: ownAgent(new URL(MEILI_URL)), keys: new Map() }
  return known
}

export const configured = (): boolean => env().MEILI_URL !== undefined

/** The client's own requests go out in two writes, and the server answers 40 ms later than to one. */
function send(agent: http.Agent, url: URL, init: RequestInit, again = true): Promise<unknown> {
  const { method, headers, body, signal } = init
  const written = typeof body === 'string' ? Buffer.from(body) : undefined
  const given = Object.fromEntries(headers instanceof Headers ? headers : [])
  const length = written && { 'content-length': written.length }
  const options = { agent, method, headers: { ...given, ...length } }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
      text(response).then((said) => resolve(answerOf(response.statusCode ?? 0, said)), reject)
    })
    const abort = () => request.destroy(new Error('It took too long.'))
    signal?.addEventListener('abort', abort)
    request.once('close', () => signal?.removeEventListener('abort', abort))
    request.once('error', (error: NodeJS.ErrnoException) => {
      // A socket that was kept may have been closed just now; nothing was read of the request then.
      if (again && request.reusedSocket && error.code === 'ECONNRESET') resolve(send(agent, url, init, false))
      else reject(error)
    })
    request.end(written)
  })
}

async function text(response: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

async function answerOf(status: number, said: string): Promise<unknown> {
  const answer = said === '' ? undefined : JSON.parse(said)
  if (status < 400) return answer
  const code = String(answer?.code ?? 'unknown')
  // A server that was begun anew knows none of the keys that were made: they are made again.
  if (code === 'invalid_api_key') known?.keys.clear()
  throw new Refused(status, code)
}

function clientWith(apiKey: string | undefined, timeout: number): Meilisearch {
  const { MEILI_URL = '' } = env()
  const { agent } = place()
  return new Meilisearch({
    host: MEILI_URL,
    apiKey,
    timeout,
    httpClient: (url, init) => send(agent, new URL(url.toString()), init ?? {}),
  })
}

/** The server, for an errand. */
export async function server(errand: Errand): Promise<Meilisearch> {
  const { keys } = place()
  let key = keys.get(errand)
  if (!key) {
    key = keyFor(errand)
    keys.set(errand, key)
    key.catch(() => keys.delete(errand))
  }
  return clientWith(await key, errand === 'search' ? SEARCH_MS : WRITE_MS)
}

/** A key for this errand alone, made from the master key; the key given where it may make none. */
async function keyFor(errand: Errand): Promise<string | undefined> {
  const { MEILI_KEY } = env()
  if (!MEILI_KEY) return undefined
  const { uid, actions } = rights[errand]
  const master = clientWith(MEILI_KEY, SEARCH_MS)
  try {
    return (await master.getKey(uid)).key
  } catch (error) {
    const status = refusedBy(error)?.status
    if (status === 403) return MEILI_KEY
    // A server without a master key asks for none.
    if (status === 401) return undefined
    if (status !== 404) throw error
  }
  const name = `Stoa, to ${errand}`
  const wanted = { uid, name, actions: [...actions], indexes: ['stoa_*'], expiresAt: null }
  const made = await master.createKey(wanted).catch((error) => {
    // Another process made it just now.
    if (refusedBy(error)?.status === 409) return master.getKey(uid)
    throw error
  })
  return made.key
}
