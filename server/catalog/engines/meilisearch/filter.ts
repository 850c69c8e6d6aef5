import type { Column, Constant, Formula } from '@/server/platform/filter'
import type { FacetName, Visibility } from '../../schema'
import type { Chosen } from '../engine'
import { coded } from './code'

/** Prints conditions in the filter syntax of Meilisearch. Every value is coded, so that none can be syntax and none is folded. */

/** Thrown for what the syntax cannot say exactly: the database answers then. */
export class Unsayable extends Error {}

const names: Record<string, string> = {
  id: 'entryId',
  domain_id: 'domainId',
  published: 'published',
  slug: 'slug',
  status: 'status',
  tags: 'tag',
}
const nothing = 'org = "none"'
const everything = 'org EXISTS'

function nameOf({ column, type }: Column): string {
  const name = names[column]
  if (!name || !['string', 'entity', 'bool', 'set'].includes(type)) throw new Unsayable(column)
  return name
}
const literalOf = ({ type, value }: Constant): string => {
  if (typeof value === 'boolean') return String(value)
  if (type !== 'string' && type !== 'entity') throw new Unsayable(type)
  return `"${coded(value)}"`
}
const listOf = (values: readonly string[]) => `[${values.join(', ')}]`
const not = (negated: boolean, printed: string) => (negated ? `NOT (${printed})` : printed)

/** What the catalog keeps of an entry is never missing, so that "not" is the rest. */
function print(formula: Formula): string {
  switch (formula.is) {
    case 'true':
    case 'present':
      return everything
    case 'false':
    case 'absent':
      return nothing
    case 'and':
    case 'or':
      return `(${formula.parts.map(print).join(formula.is === 'and' ? ' AND ' : ' OR ')})`
    case 'untrue':
      return `NOT (${print(formula.part)})`
    case 'compare': {
      const { operator, left, right } = formula
      const [column, constant] = left.is === 'column' ? [left, right] : [right, left]
      if (column.is !== 'column' || constant.is !== 'constant') throw new Unsayable('compare')
      if (operator !== '=' && operator !== '<>') throw new Unsayable(operator)
      return not(operator === '<>', `${nameOf(column.column)} = ${literalOf(constant.constant)}`)
    }
    case 'oneOf': {
      if (formula.term.is !== 'column') throw new Unsayable('oneOf')
      const { term, values, negated } = formula
      return not(negated, `${nameOf(term.column)} IN ${listOf(values.map(literalOf))}`)
    }
    case 'any':
      return not(formula.negated, `${nameOf(formula.column)} IN ${listOf(formula.values.map(literalOf))}`)
    case 'all': {
      const name = nameOf(formula.column)
      const each = formula.values.map((value) => `${name} = ${literalOf(value)}`)
      return not(formula.negated, each.length > 0 ? `(${each.join(' AND ')})` : everything)
    }
    case 'empty':
      return not(formula.negated, `${nameOf(formula.column)} IS EMPTY`)
    default:
      throw new Unsayable(formula.is)
  }
}

/** The entries of an organisation that a visibility covers. Throws `Unsayable`. */
export function visible(orgId: string, { all, published, domains, filter }: Visibility): string[] {
  const plainly = [
    ...(published ? ['published = true'] : []),
    ...(domains.length > 0 ? [`domainId IN ${listOf(domains.map((id) => `"${coded(id)}"`))}`] : []),
  ]
  return [
    `org = "${coded(orgId)}"`,
    ...(all ? [] : [plainly.length > 0 ? `(${plainly.join(' OR ')})` : nothing]),
    ...(filter ? [print(filter)] : []),
  ]
}

/** Those that hold one of the values chosen, for each facet but one. */
export const chosen = (choices: Chosen, but?: FacetName): string[] =>
  (Object.entries(choices) as [FacetName, readonly string[]][]).flatMap(([name, values]) =>
    name === but || values.length === 0 ? [] : [`${name} IN ${listOf(values.map((value) => `"${coded(value)}"`))}`],
  )
