import type { Column, Constant, Formula, Pattern, Term } from './formula'

/** Prints a formula as SQL, exactly: NULL, patterns, sums and lists mean the same in each dialect. */

export type Dialect = 'duckdb' | 'postgres'

const name = (column: string) => {
  if (column === '' || column.includes('\0')) throw new TypeError('a name in SQL must have characters and no NUL')
  return `"${column.replaceAll('"', '""')}"`
}
const text = (value: string) => `'${value.replaceAll("'", "''")}'`

const types: Record<Constant['type'], string> = {
  string: 'TEXT',
  entity: 'TEXT',
  long: 'BIGINT',
  datetime: 'BIGINT',
  bool: 'BOOLEAN',
  decimal: 'DECIMAL(19,4)',
}

class Printer {
  readonly #duck: boolean
  readonly #wide: string

  constructor(dialect: Dialect) {
    this.#duck = dialect === 'duckdb'
    this.#wide = this.#duck ? 'HUGEINT' : 'NUMERIC'
  }

  /** Texts of other bytes than a database can hold equal nothing in it; a NUL is written as what no text can hold. */
  #constant({ type, value }: Constant): string {
    if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
    if (value.includes('\0')) return `NULL::${types[type]}`
    const written = type === 'string' || type === 'entity' ? text(value) : `'${value}'::${types[type]}`
    return this.#duck || written.endsWith(types[type]) ? written : `${written}::${types[type]}`
  }

  /** Times are compared in ms; those that are none (infinity) count as missing. */
  #column(column: Column): string {
    const quoted = name(column.column)
    if (column.type !== 'datetime') return quoted
    const ms = this.#duck ? `epoch_ms(${quoted})` : `floor(extract(epoch from ${quoted}) * 1000)`
    return `(CASE WHEN isfinite(${quoted}) THEN ${ms} END)`
  }

  #term(term: Term): string {
    if (term.is === 'column') return this.#column(term.column)
    if (term.is === 'constant') return this.#constant(term.constant)
    return `(${this.#term(term.left)}::${this.#wide} ${term.operator} ${this.#term(term.right)}::${this.#wide})`
  }

  #pattern(pattern: Pattern): string {
    const escaped = pattern.map((part) => (part === 'Wildcard' ? '%' : part.Literal.replace(/[%_^]/g, '^$&')))
    return this.#constant({ type: 'string', value: escaped.join('') })
  }

  #list(column: Column, values: readonly Constant[]): string {
    const type = types[column.type === 'set' ? column.of.type : column.type]
    const items = values.map((value) => this.#constant(value)).join(', ')
    return this.#duck ? `[${items}]::${type}[]` : `ARRAY[${items}]::${type}[]`
  }

  /** A list's own test; its negation is false, not true, where there is no list. */
  #tested(column: Column, negated: boolean, test: string): string {
    return negated ? `(${name(column.column)} IS NOT NULL AND NOT ${test})` : test
  }

  #lists(formula: Extract<Formula, { is: 'any' | 'all' | 'same' }>): string {
    const { is, column, values, negated } = formula
    const [own, list] = [name(column.column), this.#list(column, values)]
    const [any, all, within] = this.#duck
      ? [`list_has_any(${own}, ${list})`, `list_has_all(${own}, ${list})`, `list_has_all(${list}, ${own})`]
      : [`(${own} && ${list})`, `(${own} @> ${list})`, `(${own} <@ ${list})`]
    return this.#tested(column, negated, is === 'any' ? any : is === 'all' ? all : `(${all} AND ${within})`)
  }

  print(formula: Formula): string {
    switch (formula.is) {
      case 'true':
        return 'TRUE'
      case 'false':
        return 'FALSE'
      case 'and':
      case 'or':
        return `(${formula.parts.map((part) => this.print(part)).join(formula.is === 'and' ? ' AND ' : ' OR ')})`
      case 'untrue':
        return `(${this.print(formula.part)} IS NOT TRUE)`
      case 'compare':
        return `${this.#term(formula.left)} ${formula.operator} ${this.#term(formula.right)}`
      case 'present':
        return `${this.#column(formula.column)} IS NOT NULL`
      case 'absent':
        return `${this.#column(formula.column)} IS NULL`
      case 'inRange':
        return `${this.#term(formula.term)} BETWEEN '-9223372036854775808'::${this.#wide} AND '9223372036854775807'::${this.#wide}`
      case 'oneOf':
        return `${this.#term(formula.term)} ${formula.negated ? 'NOT IN' : 'IN'} (${formula.values.map((value) => this.#constant(value)).join(', ')})`
      case 'like':
        return `${this.#column(formula.column)} ${formula.negated ? 'NOT LIKE' : 'LIKE'} ${this.#pattern(formula.pattern)} ESCAPE '^'`
      case 'any':
      case 'all':
      case 'same':
        return this.#lists(formula)
      case 'empty': {
        const { column, negated } = formula
        const length = this.#duck ? `len(${name(column.column)})` : `cardinality(${name(column.column)})`
        return this.#tested(column, negated, `(${length} = 0)`)
      }
      default:
        throw new TypeError('a formula that is still open has no form in SQL')
    }
  }
}

/** A formula as the condition of a WHERE or of a CASE. */
export const toSql = (formula: Formula, dialect: Dialect): string => new Printer(dialect).print(formula)
