import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier } from '../quote'
import type { Measures, Task } from '../schema'
import { parquet, type Reach, wall } from './engine'
import { measure, writeParquet } from './write'

/** The rows of `path`, and those of `previous` whose key is not among them; without a key, simply both. */
export async function combine(
  engine: DuckDBConnection,
  task: Task & { kind: 'combine' },
  reach: (files: string[]) => Reach,
): Promise<Measures> {
  await engine.run('set preserve_insertion_order=false')
  await wall(engine, reach([task.previous, task.path, task.out]))
  const same = task.key
    .map((column) => `p.${identifier(column)} is not distinct from n.${identifier(column)}`)
    .join(' and ')
  const kept = `from ${parquet([task.previous])} p${same ? ` where not exists (from ${parquet([task.path])} n where ${same})` : ''}`
  await writeParquet(engine, `(select * ${kept} union all by name from ${parquet([task.path])})`, task.out)
  return measure(engine, task.out)
}
