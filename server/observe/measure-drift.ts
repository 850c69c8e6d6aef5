import * as compute from '@/server/platform/compute'
import type { OrgScope } from '@/server/platform/db'
import type { Comparable } from './columns-to-compare'
import type { DriftColumn } from './drift-schema'
import { type Gathered, gatherSql, type Want } from './monitors/gather-sql'
import { judgeColumn } from './monitors/judge-column'
import { measureSql, readSides, spreadSql } from './monitors/measure-sql'
import { beyondDoubles, planColumn, type Sides } from './monitors/plan-column'
import { readGathered } from './monitors/read-gathered'

const deadlineMs = 10 * 60_000
/** Memory of one statement over many rows, in bytes; what it sorts beyond that goes to disk. */
const memoryOfMany = 1.5 * 2 ** 30
const manyRows = 2_000_000
/** Columns looked at in one statement. */
const columnsAtOnce = 100
/** Rows that one statement may sort before a second one takes over: sorts of one statement hold their memory together. */
const rowsAtOnce = 4_000_000

type Rows = Omit<compute.View, 'name'>
type Ask = { reference: Rows; current: Rows; columns: readonly Comparable[]; signal?: AbortSignal }
type Planned = Extract<Comparable, { pair: unknown }> & { sides: Sides }

/** Measures both files in two passes, and judges each column by what they tell. */
export async function measureDrift(scope: OrgScope, ask: Ask): Promise<DriftColumn[]> {
  const pairs = ask.columns.flatMap((column) => ('pair' in column ? [column] : []))
  const planned: Planned[] = []
  for (let at = 0; at < pairs.length; at += columnsAtOnce)
    planned.push(...(await measure(scope, ask, pairs.slice(at, at + columnsAtOnce))))
  const gathered = await gather(scope, ask, planned)
  const judged = new Map<string, DriftColumn>()
  for (const { pair, sides, ask: wish } of planned) {
    judged.set(pair.name, judgeColumn(pair, sides, gathered.get(pair.name) ?? {}, wish))
    // Counting paths takes a while for each of many columns; others are served in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return ask.columns.map((column) => ('said' in column ? column.said : judged.get(column.pair.name)!))
}

async function query(scope: OrgScope, { reference, current, signal }: Ask, rows: number, sql: string) {
  const views = [
    { ...reference, name: ['reference'] },
    { ...current, name: ['current'] },
  ]
  const memory = rows > manyRows ? { memoryBytes: memoryOfMany } : {}
  return (await compute.query({ org: scope.orgId, views, sql, signal, deadlineMs, ...memory })).rows
}

async function measure(
  scope: OrgScope,
  ask: Ask,
  columns: Extract<Comparable, { pair: unknown }>[],
): Promise<Planned[]> {
  const pairs = columns.map(({ pair }) => pair)
  const [was, is] = await query(scope, ask, 0, measureSql(pairs))
  const [reference, current] = [readSides(was!, pairs), readSides(is!, pairs)]
  const planned = columns.map((column, at) => ({
    ...column,
    sides: { reference: reference[at]!, current: current[at]! },
  }))
  return spreadAgain(scope, ask, planned)
}

/** Measures the spread of large whole numbers again, where there are any. */
async function spreadAgain(scope: OrgScope, ask: Ask, columns: Planned[]): Promise<Planned[]> {
  const large = columns.flatMap(({ pair, types, sides }, at) => {
    const from = beyondDoubles(pair, types, sides)
    return from === null ? [] : [{ pair, from, at }]
  })
  if (large.length === 0) return columns
  const [spreads] = await query(scope, ask, 0, spreadSql(large))
  for (const [index, { at }] of large.entries()) columns[at]!.sides.reference.spread = Number(spreads![index])
  return columns
}

/** Answers by column. */
async function gather(scope: OrgScope, ask: Ask, columns: readonly Planned[]): Promise<Map<string, Gathered>> {
  const gathered = new Map<string, Gathered>()
  for (const { rows, wants } of batches(columns)) {
    const answered = await query(scope, ask, rows, gatherSql(wants))
    for (const row of answered) {
      const { name } = wants[Number(row[0])]!.pair
      gathered.set(name, { ...gathered.get(name), ...readGathered(row) })
    }
  }
  return gathered
}

function batches(columns: readonly Planned[]): { rows: number; wants: Want[] }[] {
  const made: { rows: number; wants: Want[] }[] = []
  for (const { pair, types, sides, ask } of columns)
    for (const want of planColumn(pair, types, sides, ask.statistic)) {
      const rows = sides.reference.values + sides.current.values
      const last = made.at(-1)
      if (!last || last.rows + rows > rowsAtOnce || last.wants.length >= columnsAtOnce)
        made.push({ rows, wants: [want] })
      else {
        last.rows += rows
        last.wants.push(want)
      }
    }
  return made
}
