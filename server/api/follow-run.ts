import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'

/** How often a run is looked at for those who follow it, in ms. */
const every = 700
const ending = new Set(['held', 'succeeded', 'failed', 'cancelled'])

/** A run as server-sent events: `log` for each line (its number as the id), `progress` when it moved, `end` with the run. */
export function followRun(scope: OrgScope, id: string, signal: AbortSignal, after = 0): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const lines = events(scope, id, signal, after)
  return new ReadableStream<Uint8Array>({
    async pull(out) {
      const { value, done } = await lines.next()
      if (done) out.close()
      else out.enqueue(encoder.encode(value))
    },
    cancel: () => void lines.return(),
  })
}

const event = (name: string, data: unknown, number?: number) =>
  `${number === undefined ? '' : `id: ${number}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

async function* events(scope: OrgScope, id: string, signal: AbortSignal, after: number): AsyncGenerator<string, void> {
  let [seen, last] = [after, '']
  while (!signal.aborted) {
    const run = await ingestion.getRun(scope, id)
    for (const line of await ingestion.listEvents(scope, id, seen, 500)) {
      seen = line.number
      yield event('log', line, line.number)
    }
    const { state, progress, rate, timeLeft } = run
    const now = JSON.stringify({ state, progress })
    if (now !== last) yield event('progress', { state, progress, rate, timeLeft })
    last = now
    if (ending.has(state)) {
      yield event('end', run)
      return
    }
    await new Promise<void>((next) => {
      const timer = setTimeout(next, every)
      signal.addEventListener('abort', () => next(void clearTimeout(timer)), { once: true })
    })
  }
}
