import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** Largest body of one `send`, in bytes: payloads are ids. */
const bodyMax = 1024 * 1024

export interface EventApi {
  eventKey: string
  insert(events: { id: string; name: string }[]): Promise<void>
  /** What `GET /health` answers. */
  health(): Promise<Record<string, unknown>>
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** The event API that the SDK's `send()` and `step.sendEvent()` speak to, on loopback only. */
export function serveEvents(api: EventApi, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    try {
      answer(response, 200, await route(api, request))
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500
      answer(response, status, { error: (error as Error).message, status })
    }
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

async function route(api: EventApi, request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET' && request.url === '/health') return api.health()
  const key = /^\/e\/([^/?]+)$/.exec(request.url ?? '')?.[1] ?? ''
  if (request.method !== 'POST' || !same(key, api.eventKey)) throw new Refusal(401, 'event key not found')
  const seed = [request.headers['x-inngest-event-id-seed']].flat()[0]
  const events = withIds(await readJson(request), seed)
  await api.insert(events)
  return { ids: events.map((event) => event.id), status: 200 }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

async function readJson(request: IncomingMessage): Promise<unknown[]> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > bodyMax) throw new Refusal(413, `the events are larger than ${bodyMax} bytes; an event carries ids`)
    chunks.push(chunk)
  }
  try {
    return [JSON.parse(Buffer.concat(chunks).toString('utf8'))].flat()
  } catch {
    throw new Refusal(400, 'the body is not JSON')
  }
}

/** A resend carries the same seed, so that ids come out the same and the second insert finds the first. */
function withIds(events: unknown[], seed: string | undefined): { id: string; name: string }[] {
  return events.map((event, n) => {
    if (event === null || typeof event !== 'object' || typeof (event as { name?: unknown }).name !== 'string')
      throw new Refusal(400, `event ${n} has no name`)
    if ((event as { name: string }).name.startsWith('inngest/'))
      throw new Refusal(400, `event ${n} has a name of the runner's own`)
    const given = (event as { id?: unknown }).id
    const id =
      typeof given === 'string' && given !== ''
        ? given
        : seed
          ? digest(`${seed}:${n}`).toString('hex').slice(0, 32)
          : randomUUID()
    return { ...(event as { name: string }), id }
  })
}
