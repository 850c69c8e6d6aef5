import { AppError, invalid } from '../errors'
import type { Ahead } from './ahead'
import { defaultMemory } from './child'
import { take } from './pool'
import { type Report, readReports } from './reports'
import type { Limits, Order, Task } from './schema'
import { place } from './slots'
import { makeTemp, removeTemp } from './temp'
import { UnknownTable } from './unknown-table'
import { Watch } from './watch'

const defaultDeadlineMs = 60_000

/**
 * Where a run stands in line and what it may take; `temp` is given when the caller made the folder, and then removes it. `ahead` is a
 * child that was told of it.
 */
export type Place = Limits & { org?: string; temp?: string; ahead?: Ahead }

/** Sends one task to one child and answers with its result; the child is killed at once, and its folder goes when it is dead. */
export async function run<T>(task: Task, limits: Place = {}, onReport?: (report: Report) => void): Promise<T> {
  limits.signal?.throwIfAborted()
  const { oneCore, leave } = await place(limits.org ?? '', limits.signal)
  try {
    return await inChild<T>(task, oneCore, limits, onReport)
  } finally {
    leave()
  }
}

async function inChild<T>(
  task: Task,
  oneCore: boolean,
  limits: Place,
  onReport?: (report: Report) => void,
): Promise<T> {
  const memoryBytes = limits.memoryBytes ?? defaultMemory
  const told = await limits.ahead?.take()
  const temp = told?.temp ?? limits.temp ?? makeTemp()
  const child =
    told?.child ??
    (await take(memoryBytes).catch((error) => {
      if (!limits.temp) void removeTemp(temp)
      throw notStarted(error)
    }))
  const watch = new Watch(child, { signal: limits.signal, deadlineMs: limits.deadlineMs ?? defaultDeadlineMs })
  return new Promise<T>((resolve, reject) => {
    let last: Report | null = null
    let ready = false
    let settled = false
    const settle = () => {
      if (settled) return
      settled = true
      watch.stop()
      child.kill()
      if (last?.event === 'done' && !watch.ended) resolve(last.result as T)
      else if ((!ready || child.lost) && !watch.ended) reject(notStarted())
      else reject(reason(watch, limits, last, task))
    }
    const heard = (report: Report) => {
      if (report.event === 'ready') ready = true
      else if (report.event !== 'done' && report.event !== 'failed') onReport?.(report)
      else {
        last ??= report
        settle()
      }
    }
    readReports(child.reports, heard, settle)
    child.once('close', () => {
      settle()
      if (!limits.temp) void removeTemp(temp)
    })
    child.orders.write(`${JSON.stringify({ task, temp, memoryBytes, oneCore } satisfies Order)}\n`)
  })
}

const notStarted = (cause?: unknown) =>
  new AppError('unavailable', 'No process could be started to run this; try again shortly.', { cause, retryAfter: 5 })

function reason(watch: Watch, limits: Place, last: Report | null, task: Task): unknown {
  const seconds = Math.round((limits.deadlineMs ?? defaultDeadlineMs) / 1000)
  const megabytes = Math.round((limits.memoryBytes ?? defaultMemory) / 2 ** 20)
  const narrow = 'Read fewer columns, filter earlier, or aggregate.'
  if (watch.ended === 'aborted') return limits.signal?.reason
  if (watch.ended === 'deadline')
    return new AppError('limited', `It took longer than ${seconds} s and was ended. ${narrow}`)
  if (watch.ended === 'memory' || last?.reason === 'memory')
    return new AppError('limited', `It needed more than ${megabytes} MB of memory and was ended. ${narrow}`)
  if (last?.table) return new UnknownTable(String(last.message), last.table as string[])
  if (last?.event === 'failed' && last.reason !== 'broken') return invalid(withoutPaths(String(last.message), task))
  return invalid(
    'The engine that ran this broke on it and was ended; nothing else was touched. Simplify the statement or check the file.',
  )
}

/** Where files lie is nobody's business: a message names a file by its name at most. */
function withoutPaths(message: string, task: Task): string {
  let said = message
  for (const path of pathsOf(task)) said = said.replaceAll(path, nameOf(path, task))
  return said
}

function nameOf(path: string, task: Task): string {
  if (path.endsWith('.pipe')) return 'the source'
  const given = 'source' in task && path === task.source.path ? task.source.name : undefined
  return given ?? path.slice(path.lastIndexOf('/') + 1)
}

function pathsOf(task: Task): string[] {
  const files = 'views' in task ? task.views.flatMap((view) => view.files) : []
  const named = ['path', 'previous', 'out', 'kept', 'aside', 'pipe'].flatMap(
    (key) => (task as Record<string, unknown>)[key] ?? [],
  )
  const source = 'source' in task ? [task.source.path ?? []].flat() : []
  return [...files, ...(named as string[]), ...source]
}
