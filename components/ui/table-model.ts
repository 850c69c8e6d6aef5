import {
  type ColumnDef,
  columnFilteringFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  filterFns,
  globalFilteringFeature,
  rowSortingFeature,
  sortFns,
  tableFeatures,
} from '@tanstack/react-table'
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

export const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  sortFns,
  filterFns,
})

/** Our columns in the table library's words. */
export function columnDefs<Row extends object>(columns: Column<Row>[]): ColumnDef<typeof features, Row>[] {
  return columns.map((column) => ({
    id: column.id,
    header: column.header,
    accessorFn: (row: Row) => column.value?.(row) ?? undefined,
    enableSorting: column.value !== undefined && column.sortable !== false,
    enableGlobalFilter: column.value !== undefined,
    sortUndefined: 'last' as const,
    cell: ({ row }) => draw(column, row.original),
  }))
}

function draw<Row>(column: Column<Row>, row: Row): ReactNode {
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
