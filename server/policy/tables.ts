import type { Column, Scalar } from '@/server/platform/filter'
import type { Mapping } from './compile/mapping'

/** How what policies decide over lies in tables: products in the search index, rows in the files of a port. */

const text = (column: string): Column => ({ column, type: 'string' })
/** Products as the catalog keeps them. */
export const productTable = (orgId: string): Mapping => ({
  type: 'Product',
  id: 'id',
  attributes: new Map<string, Column>([
    ['domain', { column: 'domain_id', type: 'entity', entity: 'Domain' }],
    ['published', { column: 'published', type: 'bool' }],
    ['slug', text('slug')],
    ['status', text('status')],
    ['tags', { column: 'tags', type: 'set', of: { type: 'string' } }],
  ]),
  ancestors: new Map<string, Column | readonly string[]>([
    ['Domain', { column: 'domain_id', type: 'entity', entity: 'Domain' }],
    ['Organisation', [orgId]],
  ]),
  beyond: new Set(['held']),
})

const decimal = /^DECIMAL\((\d+),(\d+)\)$/
/** The Cedar type of a column; null for what Cedar could not hold exactly, which policies then cannot name. */
export function scalarOf(type: string): Scalar | null {
  if (type === 'VARCHAR') return 'string'
  if (type === 'BOOLEAN') return 'bool'
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/.test(type)) return 'long'
  if (/^(DATE|TIMESTAMP|TIMESTAMP WITH TIME ZONE|TIMESTAMP_S|TIMESTAMP_MS)$/.test(type)) return 'datetime'
  const [, digits, scale] = decimal.exec(type) ?? []
  return scale !== undefined && Number(scale) <= 4 && Number(digits) - Number(scale) <= 14 ? 'decimal' : null
}

/** Rows of one object of a port. */
export type RowTable = {
  type: string
  /** Each by its name in the contract; `physical` is what the file calls it, where that differs. */
  columns: readonly { name: string; type: string; physical?: string }[]
  /** By type, the ids of what the rows stand under. */
  above: Readonly<Record<string, string>>
}

export const rowsTable = ({ type, columns, above }: RowTable): Mapping => ({
  type,
  id: null,
  attributes: new Map(
    columns.flatMap(({ name, physical, type: of }): [string, Column][] => {
      const scalar = scalarOf(of)
      return scalar ? [[name, { column: physical ?? name, type: scalar }]] : []
    }),
  ),
  ancestors: new Map(Object.entries(above).map(([kind, id]) => [kind, [id]])),
  beyond: new Set(),
})

const cedarType: Record<Scalar, string> = {
  string: 'String',
  entity: 'String',
  bool: 'Bool',
  long: 'Long',
  datetime: 'datetime',
  decimal: 'decimal',
}
const rowActions = /(action [\w, ]*\bquery\b[\w, ]*\s+appliesTo \{[^}]*?resource: \[)/

/** The schema with the rows of some ports in it. */
export function schemaWith(schema: string, tables: readonly RowTable[]): string {
  if (tables.length === 0) return schema
  // Ports of one product, and objects of one port, share a namespace, which is opened once.
  const namespaces = new Map<string, string[]>()
  for (const { type, columns } of tables) {
    const parts = type.split('::')
    const attributes = columns.flatMap(({ name, type: of }) => {
      const scalar = scalarOf(of)
      return scalar ? [`${JSON.stringify(name)}?: ${cedarType[scalar]}`] : []
    })
    const entity = `entity ${parts.at(-1)} in [Port, Product, Domain, Organisation] { ${attributes.join(', ')} };`
    const namespace = parts.slice(0, -1).join('::')
    namespaces.set(namespace, [...(namespaces.get(namespace) ?? []), entity])
  }
  const types = [...namespaces].map(([namespace, entities]) => `namespace ${namespace} { ${entities.join(' ')} }`)
  const applied = schema.replace(rowActions, (before) => `${before}${tables.map(({ type }) => `${type}, `).join('')}`)
  return `${applied}\n${types.join('\n')}`
}
