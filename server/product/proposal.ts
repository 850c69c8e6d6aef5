import type { Column, Profile } from '@/server/ingestion'
import { logicalTypeOf } from './column-type'
import type { Suggestion } from './schema'

/** What an asset's rows suggest that a contract promise of them. Each suggestion stands alone and may be left. */

/** Above this many distinct values a column is no list of values. */
const listLimit = 10

const classes: Record<string, string> = {
  email: 'confidential',
  phone: 'confidential',
  person_name: 'confidential',
  credit_card: 'restricted',
  iban: 'restricted',
  ssn: 'restricted',
  address: 'confidential',
  birth_date: 'restricted',
  ip: 'internal',
  geo: 'internal',
}

type ColumnProfile = Profile['columns'][number]
type Known = {
  object: string
  columns: (Column & { nullable?: boolean; comment?: string | null })[]
  key?: string[]
  profile: Profile | null
}

/** Suggestions for one object, in the order of its columns. */
export function suggestionsFor(known: Known): Suggestion[] {
  const suggestions: Suggestion[] = []
  const { object, profile } = known
  const add = (property: string, field: Suggestion['field'], value: unknown, because: string) =>
    suggestions.push({ id: [object, property, field].join('.'), object, property, field, value, because })
  const key = keyOf(known)
  for (const column of known.columns) {
    const measured = profile?.columns.find((each) => each.name === column.name)
    add(column.name, 'logicalType', logicalTypeOf(column.type), `its rows are ${column.type}`)
    if (column.comment) add(column.name, 'description', column.comment, 'the source says so')
    if (column.name === key?.column) add(column.name, 'primaryKey', true, key.because)
    if (!measured || !profile || profile.rows === 0) continue
    if (measured.nulls === 0) add(column.name, 'required', true, `none of ${profile.rows} rows is empty`)
    if (column.name !== key?.column && isUnique(measured, profile) && profile.rows > 1)
      add(column.name, 'unique', true, `all ${profile.rows} values differ`)
    const listed = listOf(column, measured, profile)
    if (listed)
      add(
        column.name,
        'enum',
        listed.map((value) => ({ value })),
        `it takes ${listed.length} values only`,
      )
    if (measured.personal)
      add(
        column.name,
        'classification',
        classes[measured.personal.kind] ?? 'internal',
        `it looks like ${measured.personal.kind.replace('_', ' ')}, by its ${measured.personal.because === 'both' ? 'name and values' : measured.personal.because} (${Math.round(measured.personal.confidence * 100)} %)`,
      )
  }
  return suggestions
}

const isUnique = (measured: ColumnProfile, profile: Profile) =>
  measured.exact && measured.nulls === 0 && measured.distinct === profile.rows

/** The key that the source declares, else the first column that is unique and named like one. */
function keyOf({ columns, key, profile }: Known): { column: string; because: string } | null {
  if (key?.length === 1) return { column: key[0]!, because: 'the source declares it as its key' }
  if (!profile || profile.rows < 2) return null
  const unique = profile.columns.filter((column) => isUnique(column, profile))
  const named = unique.find((column) => /(^|[^a-z])(id|key|code|uuid|iata|no|number)$/i.test(column.name))
  const found = named && columns.some((column) => column.name === named.name) ? named : undefined
  return found ? { column: found.name, because: `all ${profile.rows} values differ and none is empty` } : null
}

/** The whole list of a text column's values, if it is short, complete and seen often enough to be meant as one. */
function listOf(column: Column, measured: ColumnProfile, profile: Profile): string[] | null {
  const seen = measured.frequent ?? []
  if (column.type !== 'VARCHAR' || measured.personal || measured.distinct > listLimit || measured.distinct < 1)
    return null
  const covered = seen.reduce((sum, each) => sum + each.count, 0)
  const complete = measured.exact && seen.length === measured.distinct && covered === profile.rows - measured.nulls
  return complete && profile.rows >= measured.distinct * 5 ? seen.map((each) => each.value).toSorted() : null
}
