import type { ColumnAsk, DriftColumn } from './drift-schema'
import { type Pair, pairTypes } from './monitors/column-pair'
import { unlike } from './monitors/judge-column'
import { fits } from './monitors/statistics'

type Column = { name: string; type: string }
type Fault = { path: string; message: string }

/** A column that can be compared, or what is said of one that cannot. */
export type Comparable = { ask: Partial<ColumnAsk>; pair: Pair; types: [string, string] } | { said: DriftColumn }

/**
 * Finds the columns of two schemas by name. A column that neither has, or a statistic that its type does not bear, is the caller's fault;
 * one that a single side has, or that changed its kind, is a difference.
 */
export function columnsToCompare(
  reference: readonly Column[],
  current: readonly Column[],
  asked?: readonly ColumnAsk[],
): { columns: Comparable[]; faults: Fault[] } {
  const was = new Map(reference.map(({ name, type }) => [name, type]))
  const is = new Map(current.map(({ name, type }) => [name, type]))
  const wanted: Partial<ColumnAsk>[] = [
    ...(asked ?? [...new Set([...was.keys(), ...is.keys()])].map((name) => ({ name }))),
  ]
  const columns: Comparable[] = []
  const faults: Fault[] = []
  const seen = new Set<string>()
  for (const [at, ask] of wanted.entries()) {
    const name = ask.name!
    const fault = faultOf(ask, was.get(name), is.get(name), seen.has(name))
    seen.add(name)
    if (fault) faults.push({ ...fault, path: `columns.${at}.${fault.path}` })
    else columns.push(pairOf(ask, name, was.get(name), is.get(name)))
  }
  return { columns, faults }
}

function faultOf(
  ask: Partial<ColumnAsk>,
  was: string | undefined,
  is: string | undefined,
  again: boolean,
): Fault | null {
  if (!was && !is) return { path: 'name', message: 'neither snapshot has this column' }
  if (again) return { path: 'name', message: 'is named twice' }
  const pair = was && is ? pairTypes(was, is) : null
  if (ask.statistic && pair && !fits(ask.statistic, pair.kind))
    return { path: 'statistic', message: `"${ask.statistic}" needs values with an order, and this column is ${is}` }
  return null
}

function pairOf(ask: Partial<ColumnAsk>, name: string, was: string | undefined, is: string | undefined): Comparable {
  const type = is ?? was!
  const pair = was && is ? pairTypes(was, is) : null
  if (pair) return { ask, pair: { name, type, ...pair }, types: [was!, is!] }
  const error =
    was && is
      ? `The reference has ${was} here, the current side ${is}: their values cannot be compared.`
      : `Only the ${was ? 'reference' : 'current side'} has this column.`
  const { kind } = pairTypes(type, type)!
  return { said: { name, type, ...unlike(ask, kind, error, true), shifts: {} } }
}
