import { escapeIdentifier, escapeLiteral } from 'pg'

/** The one place where a source's name or value becomes SQL. Names that PostgreSQL could not hold are refused. */
export function quote(kind: 'name' | 'value', text: string): string {
  if (text.includes('\0') || (kind === 'name' && text === ''))
    throw new TypeError('a name in SQL must have characters and no NUL')
  return kind === 'name' ? escapeIdentifier(text) : escapeLiteral(text)
}

/** A table's name with its schema. */
export const qualified = (schema: string, table: string) => `${quote('name', schema)}.${quote('name', table)}`
