import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs'
import { type Column, type Dialect, type Formula, toSql, untrue } from '@/server/platform/filter'
import { cedar } from './cedar'
import { world } from './entity'
import type { PolicyJson } from './expression'
import type { Mapping } from './mapping'
import {
  type Chance,
  columns,
  condition,
  type Fact,
  pick,
  type Row,
  randomPolicy,
  randomRow,
  randomWorld,
  rowFact,
} from './oracle-random'
import { PolicySet } from './policy-set'
import { Untranslatable } from './refusal'
import { demandTranslatable, residualOf, rowsAsCedar, rowsOf } from './residual'
import { truthOfAll } from './truth'
import { Entity } from './value'

/** Cedar's own engine against ours: decisions, and rows in SQL. The first difference ends a run, in words. */

export type Count = { asked: number; true: number; false: number; error: number; refused: number }
export type Found = { counts: Count; difference: string | null }
/** Runs one SELECT and answers the ids of its rows. */
export type Database = { dialect: Dialect; ids: (sql: string) => Promise<string[]>; close?: () => void }

const fresh = (): Count => ({ asked: 0, true: 0, false: 0, error: 0, refused: 0 })
const context = { flag: true }
const actions = [
  { uid: { type: 'Action', id: 'see' }, attrs: {}, parents: [{ type: 'Action', id: 'any' }] },
  { uid: { type: 'Action', id: 'do' }, attrs: {}, parents: [] },
  { uid: { type: 'Action', id: 'any' }, attrs: {}, parents: [] },
]
const groups = new Map([['Action::"see"', new Set(['Action::"any"'])]])

function query(facts: Fact[], resource: string, action: string) {
  const principal = new Entity('Member', 'me')
  const around = world(facts)
  return {
    principal,
    action: new Entity('Action', action),
    resource: new Entity('Thing', resource),
    context: new Map(Object.entries(context)),
    world: around,
    principalNode: around.get(principal.key),
  }
}

function jsonOf(id: string, text: string): { id: string; json: PolicyJson } {
  const answer = cedar.policyToJson(text)
  if (answer.type === 'failure') throw new Error(`${text}: ${answer.errors[0]?.message}`)
  return { id, json: answer.json as unknown as PolicyJson }
}

let sets = 0
/** Asks cedar-wasm. */
function ask(set: string, facts: Fact[], resource: string, action: string) {
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Member', id: 'me' },
    action: { type: 'Action', id: action },
    resource: { type: 'Thing', id: resource },
    context,
    preparsedPolicySetId: set,
    entities: [...facts, ...actions] as Cedar.Entities,
  })
  if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
  const { decision, diagnostics } = answer.response
  return {
    decision,
    reason: [...diagnostics.reason].sort(),
    erred: diagnostics.errors.map((one) => one.policyId).sort(),
  }
}

function preparse(policies: Record<string, string>): string {
  const name = `oracle${sets++ % 8}`
  const answer = cedar.preparsePolicySet(name, { staticPolicies: policies })
  if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
  return name
}

/** Whole sets, asked whole: effect, determining policies and erring ones. */
export async function compareDecisions(chance: Chance, wanted: number): Promise<Found> {
  const counts = fresh()
  while (counts.asked < wanted) {
    const texts = Object.fromEntries(
      Array.from({ length: 1 + Math.floor(chance() * 9) }, (_, n) => [`p${n}`, randomPolicy(chance)]),
    )
    const ours = new PolicySet(
      Object.entries(texts).map(([id, text]) => jsonOf(id, text)),
      groups,
    )
    const theirs = preparse(texts)
    // A run of many minutes lets others in: whoever waits for a word of it would take it for dead.
    await new Promise((next) => setImmediate(next))
    for (let n = 0; n < 20; n++) {
      const row = randomRow(chance, pick(chance, ['r1', 'r2']))
      const facts = [...randomWorld(chance), rowFact(row)]
      const action = pick(chance, ['see', 'do', 'other'])
      const cedarSays = ask(theirs, facts, row.id, action)
      const difference = judge(ours, query(facts, row.id, action), cedarSays)
      counts.asked++
      counts[cedarSays.erred.length > 0 ? 'error' : cedarSays.decision === 'allow' ? 'true' : 'false']++
      if (difference) return { counts, difference: `${difference}\n${JSON.stringify({ texts, facts, action })}` }
    }
  }
  return { counts, difference: null }
}

function judge(ours: PolicySet, asked: ReturnType<typeof query>, theirs: ReturnType<typeof ask>): string | null {
  const [forbid, permit] = [ours.judge('forbid', asked), ours.judge('permit', asked)]
  const decision = forbid.held.length === 0 && permit.held.length > 0 ? 'allow' : 'deny'
  const reason = [...(forbid.held.length > 0 ? forbid.held : permit.held)].sort()
  const erred = [...forbid.erred, ...permit.erred].sort()
  const same = JSON.stringify({ decision, reason, erred }) === JSON.stringify(theirs)
  const strict = forbid.erred.length > 0 ? 'deny' : decision
  if (same && ours.decide(asked).effect === strict) return null
  return `ours ${JSON.stringify({ decision, reason, erred })}, Cedar ${JSON.stringify(theirs)}`
}

const types = { string: 'string', long: 'long', bool: 'bool', decimal: 'decimal', datetime: 'datetime' } as const
export const mapping: Mapping = {
  type: 'Thing',
  id: 'id',
  attributes: new Map(
    columns.map(({ name, type }): [string, Column] => {
      if (type === 'team') return [name, { column: name, type: 'entity', entity: 'Team' }]
      if (type === 'teams') return [name, { column: name, type: 'set', of: { type: 'entity', entity: 'Team' } }]
      if (type === 'strings') return [name, { column: name, type: 'set', of: { type: 'string' } }]
      if (type === 'longs') return [name, { column: name, type: 'set', of: { type: 'long' } }]
      return [name, { column: name, type: types[type] }]
    }),
  ),
  beyond: new Set(),
  ancestors: new Map([['Folder', { column: 'folders', type: 'set', of: { type: 'entity', entity: 'Folder' } }]]),
}

const sqlTypes: Record<string, string> = {
  string: 'TEXT',
  long: 'BIGINT',
  bool: 'BOOLEAN',
  decimal: 'DECIMAL(19,4)',
  datetime: 'TIMESTAMP',
  team: 'TEXT',
  strings: 'TEXT[]',
  teams: 'TEXT[]',
  longs: 'BIGINT[]',
}
/** The rows as a table that either database reads: a list of values under typed names. */
export function tableSql(rows: readonly Row[]): string {
  const fields = [...columns, { name: 'id', type: 'string' }, { name: 'folders', type: 'strings' }]
  const text = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`
  const scalar = (value: unknown): string => {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (typeof value === 'string') return text(value)
    if ('__entity' in (value as object)) return text((value as { __entity: { id: string } }).__entity.id)
    const { fn, arg } = (value as { __extn: { fn: string; arg: string } }).__extn
    return fn === 'datetime' ? text(arg.replace('T', ' ').replace('Z', '')) : text(arg)
  }
  const cell = (row: Row, { name, type }: { name: string; type: string }) => {
    const value = row[name]
    const written =
      value === undefined ? 'NULL' : Array.isArray(value) ? `ARRAY[${value.map(scalar).join(', ')}]` : scalar(value)
    return `CAST(${written === 'ARRAY[]' ? "'{}'" : written} AS ${sqlTypes[type]})`
  }
  const selects = rows.map(
    (row) => `SELECT ${fields.map((field) => `${cell(row, field)} AS ${field.name}`).join(', ')}`,
  )
  return selects.join(' UNION ALL ')
}

function translates(set: PolicySet): boolean {
  try {
    demandTranslatable(set.policies, mapping)
    return true
  } catch (error) {
    if (error instanceof Untranslatable) return false
    throw error
  }
}

type Three = 'true' | 'false' | 'error'
type Make = (rows: Row[]) => Promise<Database[]>
type Tables = { counts: Count; rows: Row[]; tables: Database[] }
type Round = { rows: number; times: number; compare: (chance: Chance, over: Tables) => Promise<string | null> }
/** Compares over fresh rows, some times each, until as many as wanted were asked or one differs. */
async function overRows(
  chance: Chance,
  wanted: number,
  make: Make,
  { times, compare, ...round }: Round,
): Promise<Found> {
  const counts = fresh()
  while (counts.asked < wanted) {
    const rows = Array.from({ length: round.rows }, (_, n) => randomRow(chance, `r${n}`))
    const tables = await make(rows)
    for (let n = 0; n < times; n++) {
      const difference = await compare(chance, { counts, rows, tables })
      if (difference) return { counts, difference }
    }
    for (const table of tables) table.close?.()
  }
  return { counts, difference: null }
}

/** One condition at a time: as a permit, as Cedar's forbid, and as ours, whose error forbids too. */
export const compareRows = (chance: Chance, wanted: number, databases: Make): Promise<Found> =>
  overRows(chance, wanted, databases, { rows: 24, times: 30, compare: compareCondition })

async function compareCondition(chance: Chance, { counts, rows, tables }: Tables): Promise<string | null> {
  const text = `permit(principal, action, resource) when { ${condition(chance, 2)} };`
  const facts = randomWorld(chance)
  const set = new PolicySet([jsonOf('p', text)])
  if (!translates(set)) {
    counts.refused++
    return null
  }
  const theirs = preparse({ p: text })
  const truth = new Map<string, Three>(
    rows.map((row) => {
      const { decision, erred } = ask(theirs, [...facts, rowFact(row)], row.id, 'see')
      return [row.id, erred.length > 0 ? 'error' : decision === 'allow' ? 'true' : 'false']
    }),
  )
  for (const one of truth.values()) counts[one]++
  counts.asked += rows.length
  const known = { query: query(facts, '', 'see'), mapping, policy: 'p' }
  const { whenTrue, whenFalse } = truthOfAll(set.policies[0]!.whole, known)
  const forms: [string, Formula, Three[]][] = [
    ['as a permit', whenTrue, ['true']],
    ['as a forbid', untrue(whenTrue), ['false', 'error']],
    ['as a strict forbid', whenFalse, ['false']],
  ]
  for (const table of tables)
    for (const [name, formula, kept] of forms) {
      const expected = rows.filter(({ id }) => kept.includes(truth.get(id)!)).map(({ id }) => id)
      const sql = toSql(formula, table.dialect)
      const found = await table.ids(sql).catch((error: Error) => [error.message])
      if (found.sort().join() !== expected.sort().join())
        return `${table.dialect}, ${name}: ${text}\n${sql}\nfound ${found.join()}; Cedar ${expected.join()}\n${JSON.stringify({ facts, rows })}`
    }
  return null
}

/** Whole sets over rows: which are left by permits and forbids together, in Cedar's way and in ours. */
export const compareSets = (chance: Chance, wanted: number, databases: Make): Promise<Found> =>
  overRows(chance, wanted, databases, { rows: 16, times: 10, compare: compareSet })

async function compareSet(chance: Chance, { counts, rows, tables }: Tables): Promise<string | null> {
  const all = Array.from({ length: 1 + Math.floor(chance() * 6) }, (_, at): [string, string] => [
    `p${at}`,
    randomPolicy(chance),
  ])
  const texts = all.filter(([id, text]) => translates(new PolicySet([jsonOf(id, text)])))
  counts.refused += all.length - texts.length
  const facts = randomWorld(chance)
  const set = new PolicySet(
    texts.map(([id, text]) => jsonOf(id, text)),
    groups,
  )
  const theirs = preparse(Object.fromEntries(texts))
  const answers = rows.map((row) => ({ id: row.id, ...ask(theirs, [...facts, rowFact(row)], row.id, 'see') }))
  const forbids = new Set(set.policies.filter(({ forbids: no }) => no).map(({ id }) => id))
  counts.asked += rows.length
  for (const { decision, erred } of answers)
    counts[erred.length > 0 ? 'error' : decision === 'allow' ? 'true' : 'false']++
  const allowed = answers.filter(({ decision }) => decision === 'allow')
  const strict = allowed.filter(({ erred }) => !erred.some((id) => forbids.has(id)))
  const asked = query(facts, '', 'see')
  const forms: [string, Formula, { id: string }[]][] = [
    ['in Cedar’s way', rowsAsCedar(set, asked, mapping), allowed],
    ['strictly', rowsOf(residualOf(set, asked, mapping)), strict],
  ]
  for (const table of tables)
    for (const [name, formula, kept] of forms) {
      const found = await table.ids(toSql(formula, table.dialect)).catch((error: Error) => [error.message])
      const expected = kept.map(({ id }) => id)
      if (found.sort().join() !== expected.sort().join())
        return `${table.dialect}, ${name}: ${JSON.stringify({ texts, facts, rows })}\nfound ${found.join()}; Cedar ${expected.join()}`
    }
  return null
}
