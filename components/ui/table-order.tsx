'use client'

import {
  type ColumnDef,
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  filterFns,
  globalFilteringFeature,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useLayoutEffect, useMemo } from 'react'
import { type Column, type Sort, sorts } from './table-model'

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  sortFns,
  filterFns,
})

/** Sorts and filters a table's rows and tells the outcome; it draws nothing. */
export function TableOrder<Row extends object>({
  rows,
  columns,
  sort,
  text,
  onOrder,
}: {
  rows: Row[]
  columns: Column<Row>[]
  sort: Sort | null
  text: string
  onOrder: (rows: Row[]) => void
}) {
  const table = useTable({
    features,
    columns: useMemo(() => columnDefs(columns), [columns]),
    data: rows,
    globalFilterFn: 'includesString',
    state: { sorting: useMemo(() => (sort ? [sort] : []), [sort]), globalFilter: text, columnFilters: none },
  })
  const ordered = table.getRowModel().rows
  useLayoutEffect(() => onOrder(ordered.map((row) => row.original)), [ordered, onOrder])
  return null
}

const none: never[] = []

/** Our columns in the table library's words. */
function columnDefs<Row extends object>(columns: Column<Row>[]): ColumnDef<typeof features, Row>[] {
  return columns.map((column) => ({
    id: column.id,
    accessorFn: (row: Row) => column.value?.(row) ?? undefined,
    enableSorting: sorts(column),
    enableGlobalFilter: column.value !== undefined,
    sortUndefined: 'last' as const,
  }))
}
