import { createInterface } from 'node:readline'
import { AppError, invalid } from '../errors'
import { defaultMemory } from './child'
import { take } from './pool'
import type { Limits, Task } from './schema'
import { place } from './slots'
import { makeTemp, removeTemp } from './temp'
import { Watch } from './watch'

const defaultDeadlineMs = 60_000

export type Report = { event: string; [field: string]: unknown }
/** Where a run stands in line and what it may take; `temp` is given when the caller made the folder, and then removes it. */
export type Place = Limits & { org?: string; temp?: string }

/** Sends one task to one child and answers with its result. The child is gone when this settles. */
export async function run<T>(task: Task, limits: Place = {}, onReport?: (report: Report) => void): Promise<T> {
  limits.signal?.throwIfAborted()
  const leave = await place(limits.org ?? '', limits.signal)
  const temp = limits.temp ?? (await makeTemp())
  try {
    return await inChild<T>(task, limits, temp, onReport)
  } finally {
    leave()
    if (!limits.temp) await removeTemp(temp)
  }
}

function inChild<T>(task: Task, limits: Place, temp: string, onReport?: (report: Report) => void): Promise<T> {
  const memoryBytes = limits.memoryBytes ?? defaultMemory
  const child = take(memoryBytes)
  const watch = new Watch(child, { signal: limits.signal, deadlineMs: limits.deadlineMs ?? defaultDeadlineMs })
  return new Promise<T>((resolve, reject) => {
    let last: Report | null = null
    const lines = createInterface({ input: child.reports })
    lines.on('line', (line) => {
      const report = JSON.parse(line) as Report
      if (report.event === 'done' || report.event === 'failed') last = report
      else if (report.event !== 'ready') onReport?.(report)
    })
    const settle = () => {
      watch.stop()
      if (last?.event === 'done' && !watch.ended) resolve(last.result as T)
      else reject(reason(watch, limits, last, task))
    }
    child.process.once('error', (error) => {
      watch.stop()
      reject(new AppError('unavailable', 'No process could be started to run this; try again shortly.', { cause: error, retryAfter: 5 }))
    })
    // `close` comes after the last line was read, `exit` may not.
    child.process.once('close', settle)
    child.orders.write(`${JSON.stringify({ task, temp, memoryBytes })}\n`)
  })
}

function reason(watch: Watch, limits: Place, last: Report | null, task: Task): unknown {
  const seconds = Math.round((limits.deadlineMs ?? defaultDeadlineMs) / 1000)
  const megabytes = Math.round((limits.memoryBytes ?? defaultMemory) / 2 ** 20)
  const narrow = 'Read fewer columns, filter earlier, or aggregate.'
  if (watch.ended === 'aborted') return limits.signal?.reason
  if (watch.ended === 'deadline') return new AppError('limited', `It took longer than ${seconds} s and was ended. ${narrow}`)
  if (watch.ended === 'memory' || last?.reason === 'memory')
    return new AppError('limited', `It needed more than ${megabytes} MB of memory and was ended. ${narrow}`)
  if (last?.event === 'failed' && last.reason !== 'broken') return invalid(withoutPaths(String(last.message), task))
  return invalid('The engine that ran this broke on it and was ended; nothing else was touched. Simplify the statement or check the file.')
}

/** Where files lie is nobody's business: a message names a file by its last part at most. */
function withoutPaths(message: string, task: Task): string {
  const paths = JSON.stringify(task).match(/"\/[^"]+"/g) ?? []
  let said = message
  for (const quoted of paths) {
    const path = JSON.parse(quoted) as string
    said = said.replaceAll(path, path.endsWith('.pipe') ? 'the source' : path.slice(path.lastIndexOf('/') + 1))
  }
  return said
}
