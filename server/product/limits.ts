import type { LogicalType } from './odcs-schema'

/** `logicalTypeOptions` as SQL conditions that a value must meet. Texts are quoted as literals, numbers written as such. */

const compared: [string, string][] = [
  ['minimum', '>='],
  ['maximum', '<='],
  ['exclusiveMinimum', '>'],
  ['exclusiveMaximum', '<'],
]

/** Ranges of the integer formats; numbers this wide are written out, since JavaScript would round them. */
const formats: Record<string, [string, string]> = {
  i8: ['-128', '127'],
  i16: ['-32768', '32767'],
  i32: ['-2147483648', '2147483647'],
  i64: ['-9223372036854775808', '9223372036854775807'],
  u8: ['0', '255'],
  u16: ['0', '65535'],
  u32: ['0', '4294967295'],
  u64: ['0', '18446744073709551615'],
}

const casts: Partial<Record<LogicalType, string>> = { date: 'date', timestamp: 'timestamp', time: 'time' }

/** Conditions over `column` (SQL already quoted; `literal` quotes the texts); NULL meets them all, since emptiness is another promise. */
export function limitConditions(
  logical: LogicalType,
  options: Record<string, unknown>,
  column: string,
  literal: (text: string) => string,
): string[] {
  const conditions: string[] = []
  const numeric = logical === 'integer' || logical === 'number'
  const moment = casts[logical]
  for (const [option, sign] of compared) {
    const bound = options[option]
    if (numeric && typeof bound === 'number') conditions.push(`${column} ${sign} ${bound}`)
    else if (moment && typeof bound === 'string')
      conditions.push(`cast(${column} as ${moment}) ${sign} cast(${literal(bound)} as ${moment})`)
  }
  if (numeric && typeof options.multipleOf === 'number')
    conditions.push(`abs(${column} / ${options.multipleOf} - round(${column} / ${options.multipleOf})) < 1e-9`)
  const range = logical === 'integer' ? formats[String(options.format)] : undefined
  if (range) conditions.push(`${column} between ${range[0]} and ${range[1]}`)
  const counted =
    logical === 'string' ? `length(cast(${column} as varchar))` : logical === 'array' ? `len(${column})` : null
  const [least, most] = logical === 'string' ? ['minLength', 'maxLength'] : ['minItems', 'maxItems']
  if (counted && typeof options[least!] === 'number') conditions.push(`${counted} >= ${options[least!]}`)
  if (counted && typeof options[most!] === 'number') conditions.push(`${counted} <= ${options[most!]}`)
  if (logical === 'array' && options.uniqueItems === true)
    conditions.push(`len(list_distinct(${column})) = len(${column})`)
  if (logical === 'string' && typeof options.pattern === 'string')
    conditions.push(`regexp_matches(cast(${column} as varchar), ${literal(options.pattern)})`)
  if (logical === 'vector' && typeof options.dimensions === 'number')
    conditions.push(`len(${column}) = ${options.dimensions}`)
  return conditions
}
