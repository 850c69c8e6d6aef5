import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Order, Statement, Task, Told, View } from '../schema'
import { combine } from './combine'
import { limit, openEngine, type Reach, wall } from './engine'
import { faultOf } from './fault'
import { ingest } from './ingest'
import { numbers } from './numbers'
import { profile } from './profile'
import { query } from './query'
import { rehearse } from './rehearsal'
import { split } from './split'
import { checkExpression, checked, parse, readAhead } from './statement'
import { stream } from './stream'

/**
 * The child: takes one task on stdin, which may have been told of before, answers on file descriptor 3 in JSON lines, and ends. It ends as well when stdin does,
 * which is when its parent is gone.
 */
export type Emit = (event: string, fields?: object) => void

const control = new Socket({ fd: 3, readable: false, writable: true })
const emit: Emit = (event, fields = {}) => void control.write(`${JSON.stringify({ event, ...fields })}\n`)

type Held = { views: View[]; statement: Statement }
type Work<K extends Task['kind']> = (
  task: Extract<Task, { kind: K }>,
  reach: (files: string[]) => Reach,
) => Promise<unknown>

/** What each kind of task does with an engine that nothing has been let into yet. */
const tasks = (engine: DuckDBConnection): { [K in Task['kind']]: Work<K> } => {
  const shut = (reach: (files: string[]) => Reach, views: View[] = [], more: string[] = []) =>
    wall(engine, reach([...views.flatMap((view) => view.files), ...more]), views)
  const admitted = async ({ views, statement }: Held) => {
    const { sql, reads } = await checked(engine, statement, views)
    emit('reads', { views: reads })
    return sql
  }
  return {
    parse: (task, reach) => shut(reach).then(() => parse(engine, task.sql)),
    rowExpression: (task, reach) => shut(reach).then(() => checkExpression(engine, task.expression)),
    query: async (task, reach) => {
      await shut(reach, task.views)
      return query(engine, await admitted(task), task.limit)
    },
    stream: async (task, reach) => {
      await shut(reach, task.views, [task.pipe])
      return stream(engine, await admitted(task), task, emit)
    },
    numbers: (task, reach) => shut(reach, task.views).then(() => numbers(engine, task)),
    ingest: (task, reach) => ingest(engine, task, reach, emit),
    combine: (task, reach) => combine(engine, task, reach),
    split: (task, reach) => split(engine, task, reach),
    profile: (task, reach) => profile(engine, task, reach),
  }
}

const run = async (engine: DuckDBConnection, { task, temp, memoryBytes, oneCore }: Order): Promise<unknown> => {
  if (oneCore) await engine.run('set threads=1')
  const work = tasks(engine)[task.kind] as Work<Task['kind']>
  return work(task as never, (files) => ({ files, temp, memoryBytes }))
}

await rehearse()
const engine = await openEngine()
let told: Promise<unknown> = Promise.resolve()
/** What fails here fails again, and is reported, in its turn. */
function tell(ahead: Told) {
  told = limit(engine, ahead)
    .then(() => readAhead(engine, ahead.sql))
    .catch(() => {})
}

const lines = createInterface({ input: process.stdin })
let started = false
// Leaving by the door would wait for what the engine is in the midst of, which may never end.
lines.on('close', () => process.kill(process.pid, 'SIGKILL'))
lines.on('line', (line) => {
  if (started) return engine.interrupt()
  emit('ready') // Not sooner: until it was spoken to, its pipes may still be on their way to the portal.
  const said = JSON.parse(line) as Order | { ahead: Told }
  if ('ahead' in said) return tell(said.ahead)
  started = true
  const order = said
  told
    .then(() => run(engine, order))
    .then((result) => emit('done', { result }))
    .catch((error) => emit('failed', faultOf(error, order.task.kind)))
    // Ending the pipe flushes it; the engine is left to the operating system.
    .finally(() => control.end(() => process.exit(0)))
})
