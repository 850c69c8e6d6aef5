'use client'

import { type ReactTable, useTable } from '@tanstack/react-table'
import { Columns3 } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { Button, IconButton } from './button'
import { cn } from './cn'
import { count, counted } from './format'
import { SearchInput } from './input'
import { Menu } from './menu'
import { NoMatches } from './states'
import { TableBody } from './table-body'
import { TableHead } from './table-head'
import { type Column, columnDefs, features, tellingIds } from './table-model'

export type { Column } from './table-model'

export type DataTableProps<Row extends object> = {
  label: string
  rows: Row[]
  columns: Column<Row>[]
  rowId: (row: Row) => string
  /** Makes a row pressable; a link in its first cell serves the keyboard. */
  onOpen?: (row: Row) => void
  isSelected?: (row: Row) => boolean
  /** The filter box's words, e.g. "Filter assets"; left out, there is none. */
  filter?: string
  /** Stands beside the filter. */
  toolbar?: ReactNode
  initialSort?: { id: string; desc?: boolean }
  /** What a row is, in the singular. */
  unit?: string
  maxHeight?: string
  footer?: ReactNode
}

/** Sort, filter, choose columns. Drawn only where one looks when long; stacked on a phone. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, rows, columns, unit = 'row' } = props
  const [text, setText] = useState('')
  const [whole, setWhole] = useState(false)
  const telling = useMemo(() => tellingIds(columns), [columns])
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const table = useTable({
    features,
    columns: useMemo(() => columnDefs(columns), [columns]),
    data: rows,
    getRowId: props.rowId,
    globalFilterFn: 'includesString',
    initialState: {
      sorting: props.initialSort ? [{ id: props.initialSort.id, desc: props.initialSort.desc ?? false }] : [],
      columnVisibility: Object.fromEntries(columns.filter((c) => c.hidden).map((c) => [c.id, false])),
    },
  })
  const shown = table.getRowModel().rows

  function look(id: string) {
    return cn(byId.get(id)?.align === 'right' && 'sm:text-right', !whole && !telling.has(id) && 'max-sm:hidden')
  }
  function search(next: string) {
    setText(next)
    table.setGlobalFilter(next)
  }

  return (
    <div className="min-w-0">
      <Toolbar {...props} text={text} onText={search} found={shown.length} table={table} names={byId} />
      {shown.length > 0 && columns.length > telling.size && (
        <Button
          size="sm"
          kind="quiet"
          aria-pressed={whole}
          className="-ml-2 mb-1 text-muted sm:hidden"
          onClick={() => setWhole(!whole)}
        >
          {whole ? 'Show less of each' : `Show all ${count(columns.length)} fields`}
        </Button>
      )}
      <TableBody
        label={label}
        rows={shown}
        maxHeight={props.maxHeight ?? '70vh'}
        onOpen={props.onOpen}
        isSelected={props.isSelected}
        head={<TableHead table={table} columns={byId} look={look} />}
        draw={(row) =>
          row.getVisibleCells().map((cell, place) => (
            <td
              key={cell.id}
              className={cn(
                'px-2 py-2 align-middle text-sm first:pl-0 last:pr-0 max-sm:block max-sm:p-0',
                place > 0 && 'max-sm:text-muted',
                byId.get(cell.column.id)?.align === 'right' && 'tabular',
                look(cell.column.id),
              )}
            >
              {place > 0 && <StackedName column={byId.get(cell.column.id)} whole={whole} />}
              <table.FlexRender cell={cell} />
            </td>
          ))
        }
      />
      {shown.length === 0 && text && (
        <NoMatches what={`${unit}s`} filters={[{ label: `“${text}”`, drop: () => search('') }]} />
      )}
      {props.footer && <div className="mt-2 text-muted text-xs">{props.footer}</div>}
    </div>
  )
}

/** What a value is, where no head stands over it. */
function StackedName<Row>({ column, whole }: { column: Column<Row> | undefined; whole: boolean }) {
  if (!column?.value || !(whole || column.named || column.align === 'right')) return null
  return <span className="float-left mr-1.5 text-muted text-xs leading-5 sm:hidden">{column.header}</span>
}

function Toolbar<Row extends object>({
  filter,
  toolbar,
  columns,
  unit = 'row',
  text,
  onText,
  found,
  table,
  names,
}: DataTableProps<Row> & {
  text: string
  onText: (text: string) => void
  found: number
  table: ReactTable<typeof features, Row>
  names: Map<string, Column<Row>>
}) {
  if (!filter && !toolbar) return null
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {filter && (
        <SearchInput
          label={filter}
          placeholder={filter}
          value={text}
          onChange={(event) => onText(event.target.value)}
          className="max-w-72"
        />
      )}
      {text && <span className="tabular text-muted text-sm">{counted(found, unit)}</span>}
      <div className="ml-auto flex items-center gap-2">
        {toolbar}
        {columns.length > 3 && (
          <Menu
            align="end"
            trigger={
              <IconButton label="Choose columns" className="max-sm:hidden">
                <Columns3 />
              </IconButton>
            }
            items={table.getAllLeafColumns().map((column) => ({
              label: names.get(column.id)?.header ?? column.id,
              checked: column.getIsVisible(),
              onSelect: () => column.toggleVisibility(),
            }))}
          />
        )}
      </div>
    </div>
  )
}
