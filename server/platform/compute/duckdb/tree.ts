import type { Parsed } from '../schema'
import { allowed, allowedTables } from './functions'

/** Walks the tree DuckDB makes of a statement and says what it may not do. It runs in the child: a tree may be hostile too. */

type Node = { [key: string]: unknown }
type Scope = ReadonlySet<string>

/** A refusal that the writer of the statement can act on. */
export class Refusal extends Error {
  /** The table that is not among those given, where that is what is wrong. */
  readonly table?: string[]

  constructor(message: string, table?: string[]) {
    super(message)
    this.table = table
  }
}

const nodes = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE', 'CTE_NODE'])
const tables = new Set(['BASE_TABLE', 'SUBQUERY', 'JOIN', 'TABLE_FUNCTION', 'EXPRESSION_LIST', 'EMPTY', 'PIVOT'])
const expressions = new Set(
  'CONSTANT COLUMN_REF FUNCTION OPERATOR COMPARISON CONJUNCTION CAST CASE BETWEEN SUBQUERY STAR WINDOW LAMBDA COLLATE PARAMETER POSITIONAL_REFERENCE TYPE'.split(
    ' ',
  ),
)
/** Harmless parts of a query that carry a type of their own: modifiers, orders, and the details of a data type. */
const parts =
  /^(?:(?:ORDER|LIMIT|LIMIT_PERCENT|DISTINCT)_MODIFIER|ORDER_DEFAULT|ASCENDING|DESCENDING|[A-Z]+_TYPE_INFO)$/
/** What a table reference or a query may be besides the kinds above: each is refused by its name. */
const refused: Record<string, string> = {
  SHOW_REF: 'DESCRIBE, SHOW and SUMMARIZE are not answered here: columns are listed with each port',
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
/** DuckDB folds names in ASCII only; folding more than it does would let two different names pass for one. */
export const fold = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What the walk allows: the tables given, in folded parts joined by NUL, or any when `held` is null (for `parse`). */
export type Rules = { held: ReadonlySet<string> | null; subqueries: boolean; windows: boolean }

export const tableKey = (parts: readonly string[]) => parts.map(fold).join('\0')

export class TreeCheck {
  readonly #tables = new Map<string, string[]>()
  readonly #functions = new Set<string>()
  readonly #rules: Rules

  constructor(rules: Rules) {
    this.#rules = rules
  }

  /** Checks one statement as `json_serialize_sql` shows it; the answer names what it reads and calls. */
  statement(serialized: string): Parsed {
    const tree: unknown = JSON.parse(serialized)
    if (!isNode(tree)) throw new Refusal('The statement could not be read.')
    if (tree.error) throw new Refusal(describeFault(tree))
    const statements = Array.isArray(tree.statements) ? tree.statements : []
    if (statements.length !== 1) throw new Refusal(`Send exactly one SELECT statement; these are ${statements.length}.`)
    this.#walk(statements[0], new Set())
    return { tables: [...this.#tables.values()], functions: [...this.#functions].sort() }
  }

  #walk(value: unknown, scope: Scope): void {
    if (Array.isArray(value)) for (const one of value) this.#walk(one, scope)
    if (!isNode(value)) return
    if (typeof value.class === 'string') this.#expression(value)
    else if (typeof value.type === 'string') this.#kind(value.type)
    const type = typeof value.class === 'string' ? '' : text(value.type)
    if (type === 'BASE_TABLE') this.#table(value, scope)
    if (type === 'TABLE_FUNCTION') this.#tableFunction(value, scope)
    else if (nodes.has(type)) this.#query(value, scope)
    else for (const child of Object.values(value)) this.#walk(child, scope)
  }

  /** A query's own CTEs: each body sees those before it; only the repeated half of a recursive one sees itself. */
  #query(node: Node, outer: Scope) {
    const scope = new Set(outer)
    const entries = isNode(node.cte_map) && Array.isArray(node.cte_map.map) ? node.cte_map.map : []
    for (const entry of entries) {
      if (!isNode(entry)) continue
      this.#walk(entry.value, new Set(scope))
      scope.add(fold(text(entry.key)))
    }
    const own = fold(text(node.cte_name ?? node.ctename))
    for (const [key, child] of Object.entries(node)) {
      if (key === 'cte_map') continue
      const seesItself =
        (node.type === 'RECURSIVE_CTE_NODE' && key === 'right') || (node.type === 'CTE_NODE' && key === 'child')
      this.#walk(child, seesItself ? new Set([...scope, own]) : scope)
    }
  }

  #kind(type: string) {
    if (refused[type]) throw new Refusal(refused[type])
    if (!nodes.has(type) && !tables.has(type) && !parts.test(type))
      throw new Refusal(`A ${type} is not answered here; write a SELECT over ports.`)
  }

  #table(node: Node, scope: Scope) {
    const named = [node.catalog_name, node.schema_name, node.table_name].map(text).filter((part) => part !== '')
    if (named.length === 1 && scope.has(fold(named[0]!))) return
    this.#tables.set(tableKey(named), named)
    if (this.#rules.held && !this.#rules.held.has(tableKey(named)))
      throw new Refusal(
        `There is no ${named.map((part) => JSON.stringify(part)).join('.')} among what this statement may read.`,
        named,
      )
  }

  #tableFunction(node: Node, scope: Scope) {
    const call = isNode(node.function) ? node.function : {}
    const called = fold(text(call.function_name))
    if (!allowedTables.has(called))
      throw new Refusal(`${called || 'This call'} may not stand in FROM; range, generate_series and unnest may.`)
    this.#functions.add(called)
    this.#walk(call.children, scope)
  }

  #expression(node: Node) {
    const kind = text(node.class)
    if (!expressions.has(kind)) throw new Refusal(`A ${kind} expression is not answered here.`)
    if (kind === 'SUBQUERY' && !this.#rules.subqueries) throw new Refusal('A condition may not hold a subquery.')
    if (kind === 'WINDOW' && !this.#rules.windows) throw new Refusal('A condition may not hold a window function.')
    const called = fold(text(node.function_name))
    if (called === '') return
    this.#functions.add(called)
    if (!allowed.has(called)) throw new Refusal(`The function ${called} may not be called here.`)
  }
}

function describeFault(tree: Node) {
  const message = text(tree.error_message)
  if (/Only SELECT statements can be serialized/i.test(message))
    return 'Only a SELECT is answered; nothing can be changed here.'
  const position =
    typeof tree.position === 'string' && /^\d+$/.test(tree.position)
      ? ` (at character ${Number(tree.position) + 1})`
      : ''
  return `The statement could not be read: ${message}${position}`
}

/** Demands that the tree of `select <expression>` is that one expression and nothing around it. */
export function demandBareExpression(serialized: string) {
  const tree: unknown = JSON.parse(serialized)
  if (!isNode(tree) || tree.error)
    throw new Refusal(isNode(tree) ? describeFault(tree) : 'The condition could not be read.')
  const statements = Array.isArray(tree.statements) ? tree.statements : []
  const node =
    statements.length === 1 && isNode(statements[0]) && isNode(statements[0].node) ? statements[0].node : null
  const list = node && Array.isArray(node.select_list) ? node.select_list : []
  const bare =
    node?.type === 'SELECT_NODE' &&
    list.length === 1 &&
    isNode(list[0]) &&
    text(list[0].alias) === '' &&
    list[0].class !== 'STAR' &&
    isNode(node.from_table) &&
    node.from_table.type === 'EMPTY' &&
    [node.where_clause, node.having, node.qualify, node.sample].every((part) => part === null || part === undefined) &&
    [node.modifiers, node.group_expressions, isNode(node.cte_map) ? node.cte_map.map : []].every(
      (part) => !Array.isArray(part) || part.length === 0,
    )
  if (!bare)
    throw new Refusal("A condition is one expression over the columns, such as: amount > 10 and country = 'DE'.")
}
