/** The one place where a name or a text of someone else's becomes SQL, for DuckDB and PostgreSQL alike. */

/** A name as a quoted identifier. A NUL ends a C string, so that a name with one is refused rather than cut. */
export function identifier(text: string): string {
  if (text === '' || text.includes('\0')) throw new TypeError('a name in SQL must have characters and no NUL')
  return `"${text.replaceAll('"', '""')}"`
}

/** A dotted name of quoted identifiers. */
export const name = (parts: readonly string[]) => parts.map(identifier).join('.')

/** A text as a quoted literal. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new TypeError('a text in SQL must have no NUL')
  return `'${text.replaceAll("'", "''")}'`
}
