'use client'

import type { Row as TableRow } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'
import { cn } from './cn'
import type { features } from './table-model'

/** Rows beyond this are drawn only where one looks. */
const VIRTUAL_FROM = 120
const ROW_HEIGHT = 37

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
  const window = useWindow(rows, box, long)
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
          <Gap height={window.before} />
          {window.rows.map((row) => (
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
          <Gap height={window.after} />
        </tbody>
      </table>
    </div>
  )
}

/** The rows to draw, and how much is left out before and after them. */
function useWindow<Row extends object>(rows: Shown<Row>[], box: { current: HTMLDivElement | null }, long: boolean) {
  const virtual = useVirtualizer({
    count: long ? rows.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  if (!long) return { rows, before: 0, after: 0 }
  const seen = virtual.getVirtualItems()
  return {
    rows: seen.flatMap((item) => rows[item.index] ?? []),
    before: seen[0]?.start ?? 0,
    after: virtual.getTotalSize() - (seen.at(-1)?.end ?? 0),
  }
}

function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} className="max-sm:block" /> : null
}
