/** One column as two snapshots have it, and what its values are compared as. */

export type Kind = 'number' | 'moment' | 'category'
export type Pair = {
  name: string
  /** The current type; the reference's where it is gone. */
  type: string
  kind: Kind
  /** The DuckDB type both sides are cast to. */
  as: string
}

const whole = /^U?(TINY|SMALL|BIG)?INT(EGER)?$/
const number = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/
const moment = /^(DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/
const text = /^(VARCHAR|UUID|ENUM\(.*)$/s

const kindOf = (type: string): Kind => (number.test(type) ? 'number' : moment.test(type) ? 'moment' : 'category')

/** How two types go together; null where their values are of different kinds. */
export function pairTypes(reference: string, current: string): { kind: Kind; as: string } | null {
  const kind = kindOf(current)
  if (kindOf(reference) !== kind) return null
  // Whole microseconds since 1970.
  if (kind === 'moment') return { kind, as: 'BIGINT' }
  if (kind === 'number') return { kind, as: numberOf(reference, current) }
  if (reference === current) return { kind, as: text.test(current) || current === 'BOOLEAN' ? current : 'VARCHAR' }
  return text.test(reference) && text.test(current) ? { kind, as: 'VARCHAR' } : null
}

function numberOf(reference: string, current: string): string {
  if (reference === 'FLOAT' || current === 'FLOAT') return 'DOUBLE'
  if (reference === current) return current
  return whole.test(reference) && whole.test(current) ? 'HUGEINT' : 'DOUBLE'
}

/** Whether the distance of two values may be taken in whole numbers without leaving their range. */
export const countsExactly = ({ kind, as }: Pair, types: readonly string[]): boolean =>
  kind === 'moment' || whole.test(as) || (as === 'HUGEINT' && types.every((type) => whole.test(type)))
