/** Rows as CSV that a spreadsheet may open: quoted, and no cell of it is taken for a formula. */

const formula = /^[=+\-@\t\r]/

/** One cell. What would begin a formula is led by an apostrophe, which spreadsheets show as text. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = value.replaceAll('\u0000', '')
  return `"${(formula.test(text.trimStart()) || formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

export const toCsv = (header: readonly string[], rows: readonly (string | number | null)[][]): string =>
  [[...header], ...rows]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n')
