import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Task } from '../schema'
import { combine } from './combine'
import { openEngine, type Reach, wall } from './engine'
import { ingest } from './ingest'
import { numbers } from './numbers'
import { profile } from './profile'
import { query } from './query'
import { split } from './split'
import { checkExpression, checked, columnsOf, parse } from './statement'
import { stream } from './stream'
import { Refusal } from './tree'

/**
 * The child: takes one task on stdin, answers on file descriptor 3 in JSON lines, and ends. It ends as well when stdin does,
 * which is when its parent is gone.
 */
export type Emit = (event: string, fields?: object) => void
export type Order = { task: Task; temp: string; memoryBytes: number }

const control = new Socket({ fd: 3, readable: false, writable: true })
const emit: Emit = (event, fields = {}) => void control.write(`${JSON.stringify({ event, ...fields })}\n`)

async function run(engine: DuckDBConnection, { task, temp, memoryBytes }: Order): Promise<unknown> {
  const reach = (files: string[]): Reach => ({ files, temp, memoryBytes })
  const views = 'views' in task ? task.views : []
  if ('views' in task)
    await wall(engine, reach([...views.flatMap((view) => view.files), ...('pipe' in task ? [task.pipe] : [])]), views)
  switch (task.kind) {
    case 'parse':
      await wall(engine, reach([]))
      return parse(engine, task.sql)
    case 'rowExpression':
      await wall(engine, reach([]))
      return checkExpression(engine, task.expression)
    case 'describe':
      return columnsOf(engine, await checked(engine, task.statement, views))
    case 'query':
      return query(engine, await checked(engine, task.statement, views), task.limit)
    case 'stream':
      return stream(engine, await checked(engine, task.statement, views), task, emit)
    case 'numbers':
      return numbers(engine, task)
    case 'ingest':
      return ingest(engine, task, reach, emit)
    case 'combine':
      return combine(engine, task, reach)
    case 'split':
      return split(engine, task, reach)
    case 'profile':
      return profile(engine, task, reach)
  }
}

/** DuckDB's message without its hints at other tables; a refusal of ours as it stands. */
function fault(error: unknown) {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof RangeError) return { reason: 'refused', message: 'The statement is nested too deeply.' }
  if (error instanceof Refusal) return { reason: 'refused', message, table: error.table }
  if (/^Out of Memory Error|bad_alloc|max_temp_directory_size|maximum swap space/i.test(message))
    return { reason: 'memory', message }
  if (/^INTERRUPT Error/i.test(message)) return { reason: 'interrupted', message }
  if (/^INTERNAL Error|^FATAL Error/i.test(message)) return { reason: 'broken', message }
  return { reason: 'failed', message }
}

const engine = await openEngine()
emit('ready')
const lines = createInterface({ input: process.stdin })
let started = false
lines.on('close', () => process.exit(0))
lines.on('line', (line) => {
  if (started) return engine.interrupt()
  started = true
  run(engine, JSON.parse(line))
    .then((result) => emit('done', { result }))
    .catch((error) => emit('failed', fault(error)))
    // Ending the pipe flushes it; the engine is left to the operating system.
    .finally(() => control.end(() => process.exit(0)))
})
