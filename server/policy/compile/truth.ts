import { and, type Formula, no, or, type Pattern, yes } from '@/server/platform/filter'
import { under } from './ancestry'
import { closure } from './closure'
import { containing, equalTo, ordered, type Quantity } from './comparison'
import { argumentsOf, type Expression, operatorOf, partOf, pathOf } from './expression'
import { decimalOrders } from './extension'
import type { Mapping } from './mapping'
import { evaluate, hasValue, isKnown, isOfRowsAlone, type Known, operand, present, refuse } from './operand'
import { errs, not, type Truth, undecided } from './two-sided'
import type { Order } from './value'

/** Both formulas of a condition: when it is true and when it is false, so that NULL and errors fall where Cedar puts them. */
export function truthOf(of: Expression, known: Known): Truth {
  if (isKnown(of)) return ofKnown(of, known)
  const operator = operatorOf(of)
  const translate = forms.get(operator)
  if (!translate) return refuse(known, `uses "${operator}" over the resource, which has no form in SQL`)
  return translate(of, known)
}

function ofKnown(of: Expression, known: Known): Truth {
  if (!known.query) {
    // Compiled for its faults alone: what is not understood is refused now.
    closure(of, known.policy)
    return undecided
  }
  const value = evaluate(of, known)?.value
  return { whenTrue: value === true ? yes : no, whenFalse: value === false ? yes : no }
}

type Form = (of: Expression, known: Known) => Truth
const left = (of: Expression) => partOf(of, 'left')
const right = (of: Expression) => partOf(of, 'right')
const pair = (of: Expression, known: Known) => [operand(left(of), known), operand(right(of), known)] as const

/** The right side counts only where the left is true; where the left errs, so does the whole. */
export function both(first: Truth, second: () => Truth): Truth {
  if (first.whenTrue.is === 'false') return first
  const next = second()
  return {
    whenTrue: and(first.whenTrue, next.whenTrue),
    whenFalse: or(first.whenFalse, and(first.whenTrue, next.whenFalse)),
  }
}

const choice: Form = (of, known) => {
  const [test, then, other] = ['if', 'then', 'else'].map((part) => truthOf(partOf(of, part), known)) as [
    Truth,
    Truth,
    Truth,
  ]
  return {
    whenTrue: or(and(test.whenTrue, then.whenTrue), and(test.whenFalse, other.whenTrue)),
    whenFalse: or(and(test.whenTrue, then.whenFalse), and(test.whenFalse, other.whenFalse)),
  }
}

const asCondition: Form = (of, known) => {
  const found = operand(of, known)
  if (found.is !== 'column' || found.column.type !== 'bool') return errs
  const { column } = found
  const is = (value: boolean): Formula => ({
    is: 'compare',
    operator: '=',
    left: { is: 'column', column },
    right: { is: 'constant', constant: { type: 'bool', value } },
  })
  return { whenTrue: is(true), whenFalse: is(false) }
}

const isOfType: Form = (of, known) => {
  const one = operand(left(of), known)
  if (one.is === 'error') return errs
  const type =
    one.is === 'self'
      ? known.mapping.type
      : one.is === 'column' && one.column.type === 'entity'
        ? one.column.entity
        : undefined
  if (type === undefined) return errs
  if (type !== partOf<string>(of, 'entity_type')) return { whenTrue: no, whenFalse: hasValue(one) }
  const itself: Truth = { whenTrue: hasValue(one), whenFalse: no }
  const above = partOf<Expression | undefined>(of, 'in')
  return above ? both(itself, () => under(one, operand(above, known), known)) : itself
}

const has: Form = (of, known) => {
  const names = [partOf<string | string[]>(of, 'attr')].flat()
  const found = pathOf(left(of))
  const path = [...(found?.path ?? []), ...names]
  if (!found || path.length > 1)
    return refuse(known, `asks for resource.${path.join('.')}, which stands behind another entity`)
  const [name = ''] = path
  if (known.mapping.beyond.has(name)) return refuse(known, `asks for resource.${name}, which no row of a search holds`)
  const column = known.mapping.attributes.get(name)
  return column ? { whenTrue: present(column), whenFalse: { is: 'absent', column } } : { whenTrue: no, whenFalse: yes }
}

const like: Form = (of, known) => {
  const one = operand(left(of), known)
  if (one.is !== 'column' || one.column.type !== 'string') return errs
  const { column } = one
  const pattern = partOf<Pattern>(of, 'pattern')
  return {
    whenTrue: { is: 'like', column, pattern, negated: false },
    whenFalse: { is: 'like', column, pattern, negated: true },
  }
}

const isEmpty: Form = (of, known) => {
  const one = operand(partOf(of, 'arg'), known)
  if (one.is !== 'column' || one.column.type !== 'set') return errs
  const { column } = one
  return { whenTrue: { is: 'empty', column, negated: false }, whenFalse: { is: 'empty', column, negated: true } }
}

const form = (entries: readonly string[], make: (operator: string) => Form): [string, Form][] =>
  entries.map((operator) => [operator, make(operator)])

const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['&&', (of, known) => both(truthOf(left(of), known), () => truthOf(right(of), known))],
  ['||', (of, known) => not(both(not(truthOf(left(of), known)), () => not(truthOf(right(of), known))))],
  ['!', (of, known) => not(truthOf(partOf(of, 'arg'), known))],
  ['if-then-else', choice],
  ['.', asCondition],
  ['==', (of, known) => equalTo(...pair(of, known), known)],
  ['!=', (of, known) => not(equalTo(...pair(of, known), known))],
  ...form(
    ['<', '<=', '>', '>='],
    (order) => (of, known) => ordered(order as Order, ...pair(of, known), ['long', 'datetime']),
  ),
  ...form(Object.keys(decimalOrders), (name) => (of, known) => {
    const [a, b] = argumentsOf(of).map((one) => operand(one, known))
    return ordered(decimalOrders[name]!, a!, b!, ['decimal'])
  }),
  ['in', (of, known) => under(...pair(of, known), known)],
  ['is', isOfType],
  ['has', has],
  ['like', like],
  ['isEmpty', isEmpty],
  ...form(
    ['contains', 'containsAll', 'containsAny'],
    (quantity) => (of, known) => containing(quantity as Quantity, ...pair(of, known), known),
  ),
])

const translated = Symbol('translated')
type Noted = { [translated]?: { mapping: Mapping; truth: Truth } }

/** A whole policy: its head and its conditions, in their order. */
export const truthOfAll = (parts: readonly Expression[], known: Known): Truth =>
  once(parts, known, () =>
    parts.reduce<Truth>((before, part) => both(before, () => once(part, known, () => truthOf(part, known))), {
      whenTrue: yes,
      whenFalse: no,
    }),
  )

/** What hangs on nobody who asks is translated once for each mapping, and written on the expression. */
function once(of: object, known: Known, make: () => Truth): Truth {
  const noted: Noted = of
  const before = noted[translated]
  if (known.query && before?.mapping === known.mapping) return before.truth
  const truth = make()
  if (known.query && isOfRowsAlone(of)) noted[translated] = { mapping: known.mapping, truth }
  return truth
}
