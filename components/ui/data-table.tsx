'use client'

import { type Row as TableRow, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { IconButton } from './button'
import { cn } from './cn'
import { counted } from './format'
import { SearchInput } from './input'
import { Menu } from './menu'
import { NoMatches } from './states'
import { type Column, columnDefs, features, tellingIds } from './table-model'

export type { Column } from './table-model'

/** Rows beyond this are drawn only where one looks. */
const VIRTUAL_FROM = 120
const ROW_HEIGHT = 37

/**
 * Sort, filter, choose columns. Drawn only where one looks when long; stacked on a phone. `onOpen` makes a row
 * pressable (a link in the first cell serves the keyboard); `toolbar` stands beside the filter.
 */
export function DataTable<Row extends object>({
  label,
  rows,
  columns,
  rowId,
  onOpen,
  isSelected,
  filter,
  toolbar,
  initialSort,
  unit = 'row',
  maxHeight = '70vh',
  footer,
}: {
  label: string
  rows: Row[]
  columns: Column<Row>[]
  rowId: (row: Row) => string
  onOpen?: (row: Row) => void
  isSelected?: (row: Row) => boolean
  /** The filter box's words, e.g. "Filter assets"; left out, there is none. */
  filter?: string
  toolbar?: ReactNode
  initialSort?: { id: string; desc?: boolean }
  /** What a row is, in the singular. */
  unit?: string
  maxHeight?: string
  footer?: ReactNode
}) {
  const defs = useMemo(() => columnDefs(columns), [columns])
  const telling = useMemo(() => tellingIds(columns), [columns])
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const [text, setText] = useState('')
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    globalFilterFn: 'includesString',
    initialState: {
      sorting: initialSort ? [{ id: initialSort.id, desc: initialSort.desc ?? false }] : [],
      columnVisibility: Object.fromEntries(columns.filter((c) => c.hidden).map((c) => [c.id, false])),
    },
  })
  const shown = table.getRowModel().rows
  const look = (id: string) =>
    cn(byId.get(id)?.align === 'right' && 'sm:text-right', !telling.has(id) && 'max-sm:hidden')

  function search(next: string) {
    setText(next)
    table.setGlobalFilter(next)
  }

  return (
    <div className="min-w-0">
      {(filter || toolbar) && (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          {filter && (
            <SearchInput
              label={filter}
              placeholder={filter}
              value={text}
              onChange={(event) => search(event.target.value)}
              className="max-w-72"
            />
          )}
          {text && <span className="tabular text-muted text-sm">{counted(shown.length, unit)}</span>}
          <div className="ml-auto flex items-center gap-2">
            {toolbar}
            {columns.length > 3 && <ColumnChoice table={table} names={byId} />}
          </div>
        </div>
      )}
      <Body
        label={label}
        rows={shown}
        maxHeight={maxHeight}
        head={
          <thead className="sticky top-0 z-10 bg-surface max-sm:sr-only">
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => {
                  const column = byId.get(header.column.id)
                  const sorted = header.column.getIsSorted()
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      style={{ width: column?.width }}
                      aria-sort={sorted ? (sorted === 'desc' ? 'descending' : 'ascending') : undefined}
                      className={cn(
                        'h-8 whitespace-nowrap border-line border-b px-2 text-left font-normal text-muted text-xs first:pl-0 last:pr-0',
                        look(header.column.id),
                      )}
                    >
                      {header.column.getCanSort() ? (
                        <button
                          type="button"
                          onClick={header.column.getToggleSortingHandler()}
                          className={cn(
                            'inline-flex min-h-6 items-center gap-1 hover:text-text',
                            sorted && 'text-text',
                          )}
                        >
                          {column?.header}
                          {column?.unit && <span className="text-muted">{column.unit}</span>}
                          {sorted === 'asc' && <ArrowUp aria-hidden className="size-3" />}
                          {sorted === 'desc' && <ArrowDown aria-hidden className="size-3" />}
                        </button>
                      ) : (
                        column?.header
                      )}
                    </th>
                  )
                })}
              </tr>
            ))}
          </thead>
        }
        draw={(row) => (
          <>
            {row.getVisibleCells().map((cell, place) => (
              <td
                key={cell.id}
                data-label={byId.get(cell.column.id)?.header}
                className={cn(
                  'px-2 py-2 align-middle text-sm first:pl-0 last:pr-0 max-sm:block max-sm:p-0',
                  place > 0 && 'max-sm:text-muted',
                  byId.get(cell.column.id)?.align === 'right' && 'tabular',
                  look(cell.column.id),
                )}
              >
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </>
        )}
        onOpen={onOpen}
        isSelected={isSelected}
      />
      {shown.length === 0 && text && (
        <NoMatches what={`${unit}s`} filters={[{ label: `“${text}”`, drop: () => search('') }]} />
      )}
      {footer && <div className="mt-2 text-muted text-xs">{footer}</div>}
    </div>
  )
}

type Shown<Row extends object> = TableRow<typeof features, Row>

function Body<Row extends object>({
  label,
  rows,
  head,
  draw,
  onOpen,
  isSelected,
  maxHeight,
}: {
  label: string
  rows: Shown<Row>[]
  head: ReactNode
  draw: (row: Shown<Row>) => ReactNode
  onOpen?: (row: Row) => void
  isSelected?: (row: Row) => boolean
  maxHeight: string
}) {
  const box = useRef<HTMLDivElement>(null)
  const long = rows.length > VIRTUAL_FROM
  const virtual = useVirtualizer({
    count: long ? rows.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const window = virtual.getVirtualItems()
  const visible = long ? window.flatMap((item) => rows[item.index] ?? []) : rows
  const before = window[0]?.start ?? 0
  const after = long ? virtual.getTotalSize() - (window.at(-1)?.end ?? 0) : 0
  return (
    <div
      ref={box}
      tabIndex={long ? 0 : undefined}
      className={cn('min-w-0 overflow-x-auto', long && 'overflow-y-auto')}
      style={long ? { maxHeight } : undefined}
    >
      <table aria-label={label} aria-rowcount={rows.length + 1} className="w-full border-collapse max-sm:block">
        {head}
        <tbody className="max-sm:block">
          {long && <Gap height={before} />}
          {visible.map((row) => (
            <tr
              key={row.id}
              onClick={onOpen && (() => onOpen(row.original))}
              aria-selected={isSelected?.(row.original)}
              className={cn(
                'border-line border-b max-sm:block max-sm:py-2.5',
                onOpen && 'cursor-pointer hover:bg-hover',
                isSelected?.(row.original) && 'bg-accent-soft',
              )}
            >
              {draw(row)}
            </tr>
          ))}
          {long && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  )
}

function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} className="max-sm:block" /> : null
}

type Choosable = {
  getAllLeafColumns: () => { id: string; getIsVisible: () => boolean; toggleVisibility: () => void }[]
}

function ColumnChoice<Row>({ table, names }: { table: Choosable; names: Map<string, Column<Row>> }) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Choose columns">
          <Columns3 />
        </IconButton>
      }
      items={table.getAllLeafColumns().map((column) => ({
        label: names.get(column.id)?.header ?? column.id,
        checked: column.getIsVisible(),
        onSelect: () => column.toggleVisibility(),
      }))}
    />
  )
}
