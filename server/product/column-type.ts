import type { LogicalType } from './odcs-schema'

/** Whether rows of a DuckDB type keep the promise of a logical type, and which logical type suits a DuckDB type best. */

const whole = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/
const fraction = /^(FLOAT|REAL|DOUBLE)$/
const wholeDecimal = /^DECIMAL\(\d+,\s*0\)$/
const decimal = /^DECIMAL\b/

const keeps: Record<LogicalType, (type: string) => boolean> = {
  string: (type) => /^(VARCHAR|UUID|BLOB|BIT|ENUM\b|JSON|INTERVAL)/.test(type) && !isList(type),
  date: (type) => type === 'DATE',
  timestamp: (type) => type.startsWith('TIMESTAMP') && !isList(type),
  time: (type) => /^TIME( WITH TIME ZONE|TZ|_NS)?$/.test(type),
  number: (type) => whole.test(type) || fraction.test(type) || (decimal.test(type) && !isList(type)),
  integer: (type) => whole.test(type) || wholeDecimal.test(type),
  boolean: (type) => type === 'BOOLEAN',
  object: (type) => (/^STRUCT\(/.test(type) || type === 'JSON') && !isList(type),
  map: (type) => (/^MAP\(/.test(type) && !isList(type)) || type === 'JSON',
  array: (type) => isList(type) || type === 'JSON',
  vector: (type) => isList(type),
}
const isList = (type: string) => /\[\d*\]$/.test(type)

/** A column promised without a logical type promises none. */
export const keepsType = (logical: LogicalType | undefined, type: string) => !logical || keeps[logical](type)

const order: LogicalType[] = [
  'integer',
  'number',
  'boolean',
  'date',
  'timestamp',
  'time',
  'array',
  'map',
  'object',
  'string',
]

export const logicalTypeOf = (type: string): LogicalType => order.find((logical) => keeps[logical](type)) ?? 'string'

export const isNumeric = (type: string) => keeps.number(type)
