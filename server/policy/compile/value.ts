/** Cedar's values and operators, exactly: what Cedar calls an error is a `Fault` here, never a guess. */

/** An error in Cedar's sense. Not an `Error`: it is thrown often and has no need of a stack. */
export class Fault {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}
const fail = (why: string): never => {
  throw new Fault(why)
}

export const keyOf = (type: string, id: string) => `${type}::${JSON.stringify(id)}`

export class Entity {
  readonly type: string
  readonly id: string
  readonly key: string
  readonly identity: string

  constructor(type: string, id: string) {
    this.type = type
    this.id = id
    this.key = keyOf(type, id)
    this.identity = `e${this.key}`
  }
}

export class CedarSet {
  readonly members: ReadonlyMap<string, Value>
  #key: string | undefined

  constructor(values: Iterable<Value>) {
    const members = new Map<string, Value>()
    for (const value of values) members.set(identity(value), value)
    this.members = members
  }
  get key() {
    this.#key ??= `{${[...this.members.keys()]
      .sort()
      .map((one) => JSON.stringify(one))
      .join()}}`
    return this.#key
  }
}

export type ExtensionType = 'decimal' | 'datetime' | 'duration'
/** Decimals in ten-thousandths, times in ms. */
export class Extension {
  readonly type: ExtensionType
  readonly amount: bigint
  readonly key: string

  constructor(type: ExtensionType, amount: bigint) {
    this.type = type
    this.amount = inLong(amount)
    this.key = `${type}:${amount}`
  }
}

export type RecordValue = ReadonlyMap<string, Value>
/** Integers are numbers while they are exact, else bigints; never both for one integer. */
export type Value = boolean | number | bigint | string | Entity | CedarSet | RecordValue | Extension
export type ValueType = 'bool' | 'long' | 'string' | 'entity' | 'set' | 'record' | ExtensionType

const least = -(1n << 63n)
const most = (1n << 63n) - 1n
function inLong(value: bigint): bigint {
  return value < least || value > most ? fail('overflow') : value
}
const small = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value

/** A text that two values share exactly if Cedar calls them equal. */
export function identity(value: Value): string {
  if (typeof value === 'string') return `s${value}`
  if (typeof value === 'boolean') return value ? 'b1' : 'b0'
  if (typeof value === 'number' || typeof value === 'bigint') return `n${value}`
  if (value instanceof Entity) return value.identity
  if (value instanceof CedarSet) return value.key
  if (value instanceof Extension) return `x${value.key}`
  const fields = [...value].map(([name, one]): [string, string] => [name, identity(one)])
  return `r${JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)))}`
}

/** Values of different types are unequal, which is no error. */
export const equal = (a: Value, b: Value): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && identity(a) === identity(b))

export function typeOf(value: Value): ValueType {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint') return 'long'
  if (typeof value === 'string') return 'string'
  if (value instanceof Entity) return 'entity'
  if (value instanceof CedarSet) return 'set'
  return value instanceof Extension ? value.type : 'record'
}

export const asBool = (value: Value): boolean => (value === true || value === false ? value : fail('no boolean'))
export const asText = (value: Value): string => (typeof value === 'string' ? value : fail('no string'))
export const asSet = (value: Value): CedarSet => (value instanceof CedarSet ? value : fail('no set'))
export const asEntity = (value: Value): Entity => (value instanceof Entity ? value : fail('no entity'))
export const asLong = (value: Value): number | bigint =>
  typeof value === 'number' || typeof value === 'bigint' ? value : fail('no integer')
export const asExtension = (value: Value, type: ExtensionType): bigint =>
  value instanceof Extension && value.type === type ? value.amount : fail(`no ${type}`)

export type Sum = '+' | '-' | '*'
const plain: Record<Sum, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
}
const exact: Record<Sum, (a: bigint, b: bigint) => bigint> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
}
/** 64-bit arithmetic; what leaves the range is an error. */
export function calculate(operator: Sum, a: number | bigint, b: number | bigint): number | bigint {
  const quick = typeof a === 'number' && typeof b === 'number' ? plain[operator](a, b) : Number.NaN
  // Adding zero turns -0 into 0.
  return Number.isSafeInteger(quick) ? quick + 0 : small(inLong(exact[operator](BigInt(a), BigInt(b))))
}

export type Order = '<' | '<=' | '>' | '>='
export const orders: Record<Order, (a: number | bigint, b: number | bigint) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}
/** Integers, times and durations have an order, each among its own kind. */
export function compare(operator: Order, a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return orders[operator](a, b)
  if (a instanceof Extension && b instanceof Extension && a.type === b.type && a.type !== 'decimal')
    return orders[operator](a.amount, b.amount)
  return orders[operator](asLong(a), asLong(b))
}
