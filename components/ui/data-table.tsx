'use client'

import { Columns3 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useMemo, useState } from 'react'
import { Button, IconButton } from './button'
import { cn } from './cn'
import { count, counted } from './format'
import { SearchInput } from './input'
import { Menu } from './menu'
import { NoMatches } from './states'
import { TableBody } from './table-body'
import { TableHead } from './table-head'
import { type Column, draw, nextSort, type Sort, tellingIds } from './table-model'

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
  /** What a row is, in the singular. */
  unit?: string
  maxHeight?: string
  footer?: ReactNode
}

const fetchOrder = () => import('./table-order').then((part) => part.TableOrder)
/** Its rows may be of any kind: it gives back those it was given. */
const Order = dynamic(fetchOrder, { ssr: false }) as typeof import('./table-order').TableOrder

/** Sort, filter, choose columns. Drawn only where one looks when long; stacked on a phone. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, rows, columns, unit = 'row' } = props
  const [text, setText] = useState('')
  const [sort, setSort] = useState<Sort | null>(null)
  const [ordered, setOrdered] = useState<Row[]>()
  const [hidden, setHidden] = useState(() => new Set(columns.filter((one) => one.hidden).map((one) => one.id)))
  const [whole, setWhole] = useState(false)
  const telling = useMemo(() => tellingIds(columns), [columns])
  const seen = columns.filter((one) => !hidden.has(one.id))
  // The rows come in an order of their own: who asks for no other needs nothing fetched.
  const asked = sort !== null || text !== ''
  const shown = (asked && ordered) || rows

  function look({ id, align }: Column<Row>) {
    return cn(align === 'right' && 'sm:text-right', !whole && !telling.has(id) && 'max-sm:hidden')
  }
  return (
    <div className="min-w-0">
      <Toolbar {...props} text={text} onText={setText} found={shown.length} hidden={hidden} onHidden={setHidden} />
      {asked && <Order rows={rows} columns={columns} sort={sort} text={text} onOrder={setOrdered} />}
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
        rowId={props.rowId}
        maxHeight={props.maxHeight ?? '70vh'}
        onOpen={props.onOpen}
        isSelected={props.isSelected}
        head={
          <TableHead
            columns={seen}
            sort={sort}
            onSort={(column) => setSort(nextSort(sort, column, rows))}
            onNear={fetchOrder}
            look={look}
          />
        }
        draw={(row) =>
          seen.map((column, place) => (
            <td
              key={column.id}
              className={cn(
                'px-2 py-2 align-middle text-sm first:pl-0 last:pr-0 max-sm:block max-sm:p-0',
                place > 0 && 'max-sm:text-muted',
                column.align === 'right' && 'tabular',
                look(column),
              )}
            >
              {place > 0 && <StackedName column={column} whole={whole} />}
              {draw(column, row)}
            </td>
          ))
        }
      />
      {shown.length === 0 && text && (
        <NoMatches what={`${unit}s`} filters={[{ label: `“${text}”`, drop: () => setText('') }]} />
      )}
      {props.footer && <div className="mt-2 text-muted text-xs">{props.footer}</div>}
    </div>
  )
}

/** What a value is, where no head stands over it. */
function StackedName<Row>({ column, whole }: { column: Column<Row>; whole: boolean }) {
  if (!column.value || !(whole || column.named || column.align === 'right')) return null
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
  hidden,
  onHidden,
}: DataTableProps<Row> & {
  text: string
  onText: (text: string) => void
  found: number
  hidden: Set<string>
  onHidden: (hidden: Set<string>) => void
}) {
  if (!filter && !toolbar) return null
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {filter && (
        <SearchInput
          label={filter}
          placeholder={filter}
          value={text}
          onFocus={fetchOrder}
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
            items={columns.map(({ id, header }) => ({
              label: header,
              checked: !hidden.has(id),
              onSelect: () =>
                onHidden(new Set(columns.flatMap((one) => (hidden.has(one.id) === (one.id !== id) ? one.id : [])))),
            }))}
          />
        )}
      </div>
    </div>
  )
}
