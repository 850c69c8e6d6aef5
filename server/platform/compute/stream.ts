import type { Socket } from 'node:net'
import { makePipe, openReader } from './pipe'
import { statementOf, tellsReads } from './query'
import { run } from './run'
import type { Ask, Column, Download, DownloadFormat } from './schema'
import { makeTemp, removeTemp } from './temp'

/** A download may be as long as its reader is slow. */
const deadlineMs = 30 * 60_000
const contentTypes: Record<DownloadFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
}

/**
 * Answers one SELECT of any length as bytes, through a pipe, so that neither side holds more than a few row groups. It resolves
 * once the statement is known to be sound; what fails later breaks the stream instead of ending it.
 */
export async function stream(ask: Ask & { format: DownloadFormat; limit?: number }): Promise<Download> {
  const temp = makeTemp()
  const pipe = await makePipe(temp)
  const { socket, finish } = openReader(pipe)
  const left = new AbortController()
  const signal = ask.signal ? AbortSignal.any([ask.signal, left.signal]) : left.signal
  let known: (columns: Column[]) => void = () => {}
  const columns = new Promise<Column[]>((resolve) => {
    known = resolve
  })
  const task = {
    kind: 'stream' as const,
    views: ask.views,
    statement: statementOf(ask),
    format: ask.format,
    pipe,
    limit: ask.limit,
  }
  const heard = tellsReads(ask)
  const done = run<{ rows: number }>(task, { deadlineMs, ...ask, signal, temp }, (report) => {
    heard(report)
    if (report.event === 'columns') known(report.columns as Column[])
  }).finally(() => {
    finish()
    return removeTemp(temp)
  })
  done.catch(() => {})
  try {
    const first = await Promise.race([columns, done.then(() => columns)])
    return {
      columns: first,
      contentType: contentTypes[ask.format],
      stream: bytesOf(socket, done, () => left.abort()),
      done,
    }
  } catch (error) {
    socket.destroy()
    throw error
  }
}

function bytesOf(socket: Socket, done: Promise<unknown>, cancel: () => void): ReadableStream<Uint8Array> {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let failed: unknown
  done.catch((error) => {
    failed = error
    socket.destroy()
  })
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next().catch(() => ({ done: true as const, value: undefined }))
      if (!next.done)
        return controller.enqueue(new Uint8Array(next.value.buffer, next.value.byteOffset, next.value.byteLength))
      // The pipe ends when the child does: only its verdict tells a whole answer from a torn one.
      await done.then(() => controller.close()).catch((error) => controller.error(failed ?? error))
    },
    cancel() {
      cancel()
      socket.destroy()
    },
  })
}
