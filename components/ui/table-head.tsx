'use client'

import type { ReactTable } from '@tanstack/react-table'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { cn } from './cn'
import type { Column, features } from './table-model'

/** Names of the columns; a press sorts, a second turns it round, a third takes it back. */
export function TableHead<Row extends object>({
  table,
  columns,
  look,
}: {
  table: ReactTable<typeof features, Row>
  columns: Map<string, Column<Row>>
  look: (id: string) => string
}) {
  return (
    <thead className="sticky top-0 z-10 bg-surface max-sm:sr-only">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {group.headers.map(({ id, column }) => {
            const ours = columns.get(column.id)
            const sorted = column.getIsSorted()
            return (
              <th
                key={id}
                scope="col"
                style={{ width: ours?.width }}
                aria-sort={sorted ? (sorted === 'desc' ? 'descending' : 'ascending') : undefined}
                className={cn(
                  'h-8 whitespace-nowrap border-line border-b px-2 text-left font-normal text-muted text-xs first:pl-0 last:pr-0',
                  look(column.id),
                )}
              >
                {column.getCanSort() ? (
                  <button
                    type="button"
                    onClick={column.getToggleSortingHandler()}
                    className={cn(
                      'inline-flex min-h-6 min-w-6 items-center gap-1 hover:text-text',
                      sorted && 'text-text',
                    )}
                  >
                    {ours?.header}
                    {ours?.unit && <span className="text-muted">{ours.unit}</span>}
                    {sorted === 'asc' && <ArrowUp aria-hidden className="size-3" />}
                    {sorted === 'desc' && <ArrowDown aria-hidden className="size-3" />}
                  </button>
                ) : (
                  ours?.header
                )}
              </th>
            )
          })}
        </tr>
      ))}
    </thead>
  )
}
