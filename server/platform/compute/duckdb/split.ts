import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier } from '../quote'
import type { Measures, Task } from '../schema'
import { parquet, type Reach, wall } from './engine'
import { checkExpression, columnsOf } from './statement'
import { fold } from './tree'
import { measure, writeParquet } from './write'

/** Parts the rows of a file: those for which some condition is true go aside, all others are kept; each condition's rows are counted. */
export async function split(
  engine: DuckDBConnection,
  task: Task & { kind: 'split' },
  reach: (files: string[]) => Reach,
): Promise<{ kept: Measures; aside: Measures; failed: { id: string; rows: number }[] }> {
  await wall(engine, reach([task.path, task.kept, task.aside]))
  for (const { where } of task.failing) await checkExpression(engine, where, true)
  const taken = new Set((await columnsOf(engine, `from ${parquet([task.path])}`)).map(({ name }) => fold(name)))
  const flag = flagName(taken)
  // Conditions stand in the select list of their own statement, where windows are allowed, and never beside one another in one text.
  const flags = task.failing.map(({ where }, at) => `coalesce((${where}\n), false) as ${identifier(flag(at))}`)
  await engine.run(`create temp view stoa_rows as select *, ${flags.join(', ')} from ${parquet([task.path])}`)
  const names = task.failing.map((_, at) => identifier(flag(at)))
  const counts = await engine.runAndReadAll(
    `select ${names.map((name) => `count(*) filter (${name})`).join(', ')} from stoa_rows`,
  )
  const row = counts.getRows()[0]!
  const some = names.join(' or ')
  const rows = (condition: string) => `(select * exclude (${names.join(', ')}) from stoa_rows where ${condition})`
  await writeParquet(engine, rows(`not (${some})`), task.kept)
  await writeParquet(engine, rows(some), task.aside)
  return {
    kept: await measure(engine, task.kept),
    aside: await measure(engine, task.aside),
    failed: task.failing.map(({ id }, at) => ({ id, rows: Number(row[at]) })),
  }
}

/** Names for the flags that no column of the file has: a column taken for a flag would be lost. */
function flagName(taken: ReadonlySet<string>): (at: number) => string {
  let mark = 'stoa failed'
  while ([...taken].some((name) => name.startsWith(mark))) mark = `${mark}_`
  return (at) => `${mark} ${at}`
}
