import type { ReactNode } from 'react'

/** One column of a DataTable. */
export type Column<Row> = {
  id: string
  header: string
  /** What sorting and filtering compare; without it the column does neither. */
  value?: (row: Row) => string | number | boolean | null | undefined
  /** What is drawn; the value itself if left out. */
  cell?: (row: Row) => ReactNode
  /** Numbers stand right. */
  align?: 'right'
  /** CSS width, where the content should not decide. */
  width?: string
  /** Unit or note beside the header: "bytes", "UTC". */
  unit?: string
  /** Among the three shown when rows are stacked on a phone; the first column always is. */
  telling?: boolean
  /** Says its name before its value when rows are stacked; numbers always do. */
  named?: boolean
  /** Left out until chosen. */
  hidden?: boolean
  sortable?: boolean
}

/** Which column the rows are ordered by. */
export type Sort = { id: string; desc: boolean }

export const sorts = <Row>(column: Column<Row>) => column.value !== undefined && column.sortable !== false

/** A press sorts (text from its beginning, all else from the most), a second turns it round, a third takes it back. */
export function nextSort<Row>(now: Sort | null, column: Column<Row>, rows: Row[]): Sort | null {
  const first = rows[0] === undefined || typeof column.value?.(rows[0]) !== 'string'
  if (now?.id !== column.id) return { id: column.id, desc: first }
  return now.desc === first ? { id: column.id, desc: !first } : null
}

/** What stands in a column's cell of a row. */
export function draw<Row>(column: Column<Row>, row: Row): ReactNode {
  if (column.cell) return column.cell(row)
  const value = column.value?.(row)
  return value === null || value === undefined ? '–' : String(value)
}

/** The columns that stay when rows are stacked: the first, which names the row, then the telling ones, up to three. */
export function tellingIds<Row>(columns: Column<Row>[]) {
  const [first, ...rest] = columns
  const order = [first, ...rest.filter((column) => column.telling), ...rest.filter((column) => !column.telling)]
  return new Set(order.slice(0, STACKED).flatMap((column) => column?.id ?? []))
}

const STACKED = 3
