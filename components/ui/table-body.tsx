'use client'

import dynamic from 'next/dynamic'
import { Fragment, type ReactNode, type RefObject, useRef } from 'react'
import { cn } from './cn'

/** Rows beyond this are drawn only where one looks. */
const VIRTUAL_FROM = 120

const TableWindow = dynamic(() => import('./table-window').then((module) => module.TableWindow))

/** The table itself; a long one scrolls in its own box and draws only what is seen. */
export function TableBody<Row extends object>({
  label,
  rows,
  rowId,
  head,
  draw,
  onOpen,
  isSelected,
  maxHeight,
}: {
  label: string
  rows: Row[]
  rowId: (row: Row) => string
  head: ReactNode
  draw: (row: Row) => ReactNode
  onOpen?: (row: Row) => void
  isSelected?: (row: Row) => boolean
  maxHeight: string
}) {
  const box = useRef<HTMLDivElement>(null)
  const long = rows.length > VIRTUAL_FROM

  function drawn(row: Row) {
    return (
      <tr
        onClick={onOpen && (() => onOpen(row))}
        aria-selected={isSelected?.(row)}
        className={cn(
          'border-line border-b max-sm:block max-sm:py-2.5',
          onOpen && 'cursor-pointer hover:bg-hover',
          isSelected?.(row) && 'bg-accent-soft',
        )}
      >
        {draw(row)}
      </tr>
    )
  }

  function drawnAt(place: number) {
    const row = rows[place]
    return row ? <Fragment key={rowId(row)}>{drawn(row)}</Fragment> : null
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
            <TableWindow count={rows.length} box={box} draw={drawnAt} />
          ) : (
            rows.map((row) => <Fragment key={rowId(row)}>{drawn(row)}</Fragment>)
          )}
        </tbody>
      </table>
    </div>
  )
}

/** What scrolls a long table. */
export type TableBox = RefObject<HTMLDivElement | null>
