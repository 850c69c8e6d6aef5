'use client'

import type { Row as TableRow } from '@tanstack/react-table'
import dynamic from 'next/dynamic'
import { Fragment, type ReactNode, type RefObject, useRef } from 'react'
import { cn } from './cn'
import type { features } from './table-model'

/** Rows beyond this are drawn only where one looks. */
const VIRTUAL_FROM = 120

const TableWindow = dynamic(() => import('./table-window').then((module) => module.TableWindow))

type Shown<Row extends object> = TableRow<typeof features, Row>

/** The table itself; a long one scrolls in its own box and draws only what is seen. */
export function TableBody<Row extends object>({
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

  function drawn(row: Shown<Row>) {
    return (
      <tr
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
    )
  }

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
          {long ? (
            <TableWindow count={rows.length} box={box} draw={(place) => drawnAt(rows, place, drawn)} />
          ) : (
            rows.map((row) => <Fragment key={row.id}>{drawn(row)}</Fragment>)
          )}
        </tbody>
      </table>
    </div>
  )
}

function drawnAt<Row extends object>(rows: Shown<Row>[], place: number, drawn: (row: Shown<Row>) => ReactNode) {
  const row = rows[place]
  return row ? <Fragment key={row.id}>{drawn(row)}</Fragment> : null
}

/** What scrolls a long table. */
export type TableBox = RefObject<HTMLDivElement | null>
