'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { cn } from './cn'
import { type Column, type Sort, sorts } from './table-model'

/** Names of the columns; those that sort are pressed for it. */
export function TableHead<Row extends object>({
  columns,
  sort,
  onSort,
  onNear,
  look,
}: {
  columns: Column<Row>[]
  sort: Sort | null
  onSort: (column: Column<Row>) => void
  onNear: () => void
  look: (column: Column<Row>) => string
}) {
  return (
    <thead className="sticky top-0 z-10 bg-surface max-sm:sr-only" onPointerEnter={onNear} onFocus={onNear}>
      <tr>
        {columns.map((column) => {
          const sorted = sort?.id === column.id ? (sort.desc ? 'descending' : 'ascending') : undefined
          return (
            <th
              key={column.id}
              scope="col"
              style={{ width: column.width }}
              aria-sort={sorted}
              className={cn(
                'h-8 whitespace-nowrap border-line border-b px-2 text-left font-normal text-muted text-xs first:pl-0 last:pr-0',
                look(column),
              )}
            >
              {sorts(column) ? (
                <button
                  type="button"
                  onClick={() => onSort(column)}
                  className={cn(
                    'inline-flex min-h-6 min-w-6 items-center gap-1 hover:text-text',
                    sorted && 'text-text',
                  )}
                >
                  {column.header}
                  {column.unit && <span className="text-muted">{column.unit}</span>}
                  {sorted === 'ascending' && <ArrowUp aria-hidden className="size-3" />}
                  {sorted === 'descending' && <ArrowDown aria-hidden className="size-3" />}
                </button>
              ) : (
                column.header
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
