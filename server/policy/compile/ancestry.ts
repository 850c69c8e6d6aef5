import { and, type Column, type Formula, no, or, yes } from '@/server/platform/filter'
import { fitting, isSetColumn, within } from './comparison'
import { type Known, type Operand, refuse } from './operand'
import { errs, not, type Truth, undecided } from './two-sided'
import { CedarSet, Entity, type Value } from './value'

/** `in`: rows under something known, and something known under what a row names. */
export function under(left: Operand, right: Operand, known: Known): Truth {
  if (left.is === 'error' || right.is === 'error') return errs
  if (left.is === 'self') return rowUnder(right, known)
  if (left.is === 'constant' || left.is === 'open') return knownUnder(left, right, known)
  if (left.is === 'column' && left.column.type !== 'entity') return errs
  if (left.is === 'sum') return errs
  return refuse(known, 'asks what stands above an entity of the resource; ask for the entity itself, or "resource in"')
}

function entitiesOf(value: Value): Entity[] | null {
  if (value instanceof Entity) return [value]
  if (!(value instanceof CedarSet)) return null
  const members = [...value.members.values()]
  return members.every((one) => one instanceof Entity) ? (members as Entity[]) : null
}

function rowUnder(right: Operand, known: Known): Truth {
  if (right.is === 'open') return undecided
  if (right.is !== 'constant') return refuse(known, 'asks whether the resource stands under a part of itself')
  const named = entitiesOf(right.value)
  if (!named) return errs
  const itself = within({ is: 'self' }, named, known)
  const above = [...new Set(named.map(({ type }) => type))].map((type) =>
    aboveOf(
      known.mapping.ancestors.get(type),
      named.filter((one) => one.type === type),
    ),
  )
  const all = [itself, ...above]
  return { whenTrue: or(...all.map((one) => one.whenTrue)), whenFalse: and(...all.map((one) => one.whenFalse)) }
}

const never: Truth = { whenTrue: no, whenFalse: yes }
/** Ancestors of one type: a row without any is under none of them, which is no error. */
function aboveOf(place: Column | readonly string[] | undefined, named: Entity[]): Truth {
  if (!place) return never
  if (!('column' in place)) return named.some(({ id }) => place.includes(id)) ? not(never) : never
  const values = fitting(named, place)
  if (values.length === 0) return never
  const is = (negated: boolean): Formula =>
    place.type === 'set'
      ? { is: 'any', column: place, values, negated }
      : { is: 'oneOf', term: { is: 'column', column: place }, values, negated }
  return { whenTrue: is(false), whenFalse: or({ is: 'absent', column: place }, is(true)) }
}

function knownUnder(left: Operand, right: Operand, known: Known): Truth {
  const entity =
    right.is === 'self'
      ? known.mapping.type
      : right.is !== 'column'
        ? undefined
        : isSetColumn(right)
          ? right.column.of.entity
          : (right.column as { entity?: string }).entity
  if (left.is === 'constant' && !(left.value instanceof Entity)) return errs
  if (entity === undefined) return emptySetAside(right)
  if (left.is !== 'constant') return undecided
  const child = left.value as Entity
  const up = [child, ...(known.query?.world.get(child.key)?.ancestors.values() ?? [])]
  const among = up.filter(({ type }) => type === entity)
  if (!isSetColumn(right)) return within(right, among, known)
  const values = fitting(among, right.column)
  const there: Formula = { is: 'present', column: right.column }
  if (values.length === 0) return { whenTrue: no, whenFalse: there }
  const any: Formula = { is: 'any', column: right.column, values, negated: false }
  return { whenTrue: any, whenFalse: { ...any, negated: true } }
}

/** An empty set holds nothing, of whatever type; a set of anything but entities errs. */
function emptySetAside(right: Operand): Truth {
  if (!isSetColumn(right)) return errs
  return { whenTrue: no, whenFalse: { is: 'empty', column: right.column, negated: false } }
}
