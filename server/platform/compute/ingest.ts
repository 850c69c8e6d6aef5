import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makePipe, openWriter } from './pipe'
import type { Report } from './reports'
import { run } from './run'
import type { Limits, Measures, Source, Task, Written } from './schema'
import { makeTemp, removeTemp } from './temp'
import { settle, writing, writingDeadlineMs } from './written'

type Ingesting = Limits & {
  org?: string
  source: Source
  outDir: string
  /** Called a few times a second: rows once DuckDB counts them, bytes of a stream so far, a percentage for files. */
  onProgress?: (progress: { rows: number; bytes: number; percentage?: number }) => void
}

/** Copies rows into one Parquet file called by the hash of its content. Rows never become JavaScript values. */
export async function ingest(ask: Ingesting): Promise<Written> {
  const temp = makeTemp()
  try {
    return await writing(ask.outDir, 1, async ([out]) => settle(out!, ask.outDir, await copy(ask, temp, out!)))
  } finally {
    await removeTemp(temp)
  }
}

async function copy(ask: Ingesting, temp: string, out: string): Promise<Measures> {
  const { stream, ...source } = ask.source
  const seen = { rows: 0, bytes: 0 }
  const onReport = (report: Report) => {
    if (report.event !== 'progress') return
    seen.rows = Number(report.rows)
    const percentage = Number(report.percentage)
    ask.onProgress?.({ ...seen, ...(percentage >= 0 ? { percentage } : {}) })
  }
  const limits = { deadlineMs: writingDeadlineMs, ...ask, temp }
  if (!stream) return run<Measures>({ kind: 'ingest', source, out }, limits, onReport)
  const counted = count(stream, seen)
  // Parquet is read from its end, and what is guessed is read twice: these need a file.
  if (source.form === 'parquet' || source.form === 'json' || !source.columns) {
    const file = path.join(temp, 'source')
    await pipeline(counted, createWriteStream(file), { signal: ask.signal })
    return run<Measures>({ kind: 'ingest', source: { ...source, path: file }, out }, limits, onReport)
  }
  const pipe = await makePipe(temp)
  return pump(
    counted,
    pipe,
    (signal) => run<Measures>({ kind: 'ingest', source, pipe, out } satisfies Task, { ...limits, signal }, onReport),
    ask.signal,
  )
}

/** Feeds the pipe while the child runs. Whichever side fails first ends the other, and its error is the one that is told. */
async function pump(
  stream: Readable,
  pipe: string,
  start: (signal: AbortSignal) => Promise<Measures>,
  signal?: AbortSignal,
) {
  const broken = new AbortController()
  const gone = new AbortController()
  const both = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal
  const running = start(both).finally(() => gone.abort(new Error('the child is gone')))
  const feeding = openWriter(pipe, gone.signal)
    .then((socket) => pipeline(stream, socket, { signal: gone.signal }))
    .catch((error) => {
      // The child's end closes the pipe under us; only a fault of the source itself is news.
      if (!gone.signal.aborted && error?.code !== 'EPIPE') broken.abort(error)
      stream.destroy()
    })
  try {
    return await running
  } finally {
    await feeding
  }
}

function count(stream: AsyncIterable<Uint8Array>, seen: { bytes: number }): Readable {
  async function* counting() {
    for await (const chunk of stream) {
      seen.bytes += chunk.byteLength
      yield chunk
    }
  }
  return Readable.from(counting(), { objectMode: false, highWaterMark: 2 ** 18 })
}
