import { createHmac } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'
import canonicalize from 'canonicalize'
import type { Item, Reply } from './reply'

/** Longest answer of the app that we read, in bytes: steps return ids. */
const answerMax = 4 * 1024 * 1024

/** The SDK's serve endpoint, spoken to over signed requests (Inngest SDK specification, sections 4.3 and 4.4). */
export class AppEndpoint {
  private readonly agent = new Agent({ keepAlive: true, noDelay: true })
  private readonly key: string

  constructor(
    private readonly url: URL,
    signingKey: string,
  ) {
    this.key = signingKey.replace(/^signkey-\w+-/, '')
  }

  /** Asks which functions there are. */
  register(): Promise<Reply> {
    return this.call('PUT', '', { url: this.url.href }, { headers: { 'x-inngest-sync-kind': 'in_band' } })
  }

  /**
   * Makes one claimed call. `use_api` is off and the version -1: everything the run knows travels in the body. `isStale` is asked in
   * the moment before it leaves: a claim that is old by then is another's, perhaps.
   */
  run({ run, run_id, step_id, attempt, steps, stack }: Item, isStale: () => boolean): Promise<Reply> {
    const query = `fnId=${encodeURIComponent(run.fn)}&stepId=${encodeURIComponent(step_id)}`
    const json = {
      version: -1,
      event: run.event,
      events: [run.event],
      steps,
      ctx: {
        run_id,
        attempt,
        max_attempts: run.attempts,
        disable_immediate_execution: run.parallel,
        use_api: false,
        stack: { stack, current: stack.length },
      },
    }
    return this.call('POST', query, json, { isStale })
  }

  close(): void {
    this.agent.destroy()
  }

  private sign(body: string): string {
    const seconds = String(Math.round(Date.now() / 1000))
    return `t=${seconds}&s=${createHmac('sha256', this.key)
      .update(body + seconds)
      .digest('hex')}`
  }

  /** The endpoint checks the signature over canonical JSON, so canonical JSON is what is sent. */
  private call(
    method: string,
    query: string,
    json: unknown,
    { headers = {}, isStale = () => false }: { headers?: Record<string, string>; isStale?: () => boolean },
  ): Promise<Reply> {
    const body = canonicalize(json)!
    const url = new URL(this.url)
    url.search = query
    const all = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-inngest-signature': this.sign(body),
      ...headers,
    }
    return new Promise((done) => {
      const sent = request(url, { method, agent: this.agent, headers: all }, (response) => done(read(response)))
      sent.on('error', (error: NodeJS.ErrnoException) =>
        done(error.code === 'ECONNREFUSED' ? { kind: 'refused' } : { kind: 'lost', why: error.message }),
      )
      const send = () => {
        if (!isStale()) return void sent.end(body)
        done({ kind: 'refused' })
        sent.destroy()
      }
      sent.once('socket', (socket) => (socket.connecting ? socket.once('connect', send) : send()))
    })
  }
}

/** An answer without the SDK's header is not the app's (a proxy's, a crash page): nobody knows whether the call ran. */
async function read(response: IncomingMessage): Promise<Reply> {
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response) {
      size += chunk.length
      if (size > answerMax) {
        response.destroy()
        const body = { name: 'Error', message: `the answer is larger than ${answerMax} bytes; a step returns ids` }
        return { kind: 'answered', status: 400, body, noRetry: true }
      }
      chunks.push(chunk)
    }
    if (!response.headers['x-inngest-sdk'])
      return { kind: 'lost', why: `answer ${response.statusCode} did not come from the app` }
    const text = Buffer.concat(chunks).toString('utf8')
    return {
      kind: 'answered',
      status: response.statusCode!,
      body: text === '' ? null : JSON.parse(text),
      noRetry: response.headers['x-inngest-no-retry'] === 'true',
      retryAfter: response.headers['retry-after'],
    }
  } catch (error) {
    return { kind: 'lost', why: (error as Error).message }
  }
}
