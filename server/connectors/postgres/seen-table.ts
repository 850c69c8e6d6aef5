import type pg from 'pg'
import { conflict } from '@/server/platform/errors'
import type { SourceGrant } from '../connector'
import { mapColumn, needsMeasure, type PgColumn } from './column-type'
import { qualified, quote } from './quote'

/** A table as policies speak of it: its columns with the values and types that a copy of them has, beside its own. */

type Object = SourceGrant['objects'][number]
type Owned = PgColumn & { known: string }

/** What is said of copies holds of the source only where texts and times mean the same there. */
export async function demandExact(client: pg.Client): Promise<void> {
  const found = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  const { version, encoding } = found.rows[0]!
  if (version < 140_000) throw conflict('Policies leave out rows or mask columns: that needs PostgreSQL 14 or newer.')
  if (encoding !== 'UTF8')
    throw conflict(
      `Policies leave out rows or mask columns: that needs a database in UTF8; this one is in ${encoding}.`,
    )
}

/** The table as something to read from; `plain` names a column's own value in it. */
export function seenTable(
  { schema, table }: { schema: string; table: string },
  own: Owned[],
  object: Object,
  at: (physical: string) => number,
): { from: string; plain: (place: number) => string } {
  const over = (object.over ?? []).map(({ physical, type }) => {
    const column = own[at(physical)]!
    return `${asCopied(column, type, object.ref)} as ${quote('name', physical)}`
  })
  const taken = new Set((object.over ?? []).map(({ physical }) => physical))
  const aliases = own.map((_, n) => {
    let alias = `own_${n}`
    while (taken.has(alias)) alias = `_${alias}`
    return quote('name', alias)
  })
  const needed = object.columns.map(({ physical }) => at(physical))
  const plain = [...new Set(needed)].map((place) => `${quote('name', own[place]!.name)} as ${aliases[place]}`)
  const list = [...plain, ...over].join(', ')
  return { from: `(select ${list} from ${qualified(schema, table)}) seen`, plain: (place) => aliases[place]! }
}

const alike: Record<string, string> = { REAL: 'FLOAT' }
const scaleOf = (type: string): number | null => {
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1]
  return scale === undefined ? null : Number(scale)
}

/** A column with the value that its copy has; what a copy could not hold counts as missing. */
function asCopied(column: Owned, type: string, ref: string): string {
  const { expression, type: own } = mapColumn(column, scaleOf(type))
  if ((alike[own] ?? own) !== (alike[type] ?? type))
    throw conflict(
      `${column.name} of ${ref} is ${own} in the source now, and ${type} in the copy that policies speak of: copy it again.`,
    )
  // Compared by its characters, whatever rules the column has of its own.
  if (type === 'VARCHAR') return `(${expression})::text collate "C"`
  if (type === 'BIGINT') return `${expression}::bigint`
  if (!type.startsWith('DECIMAL')) return expression
  if (!needsMeasure(column)) return `nullif(${expression}, 'NaN')`
  const [, digits = '38', scale = '0'] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  const rounded = `round(${expression}, ${scale})`
  const fits = `abs(${rounded}) < 1e${Number(digits) - Number(scale)}`
  return `case when ${fits} then ${rounded}::numeric(${digits},${scale}) end`
}
