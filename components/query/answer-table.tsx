'use client'

import { useMemo } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Answer } from '@/server/serve/schema'
import { type Cell, comparable, isNumeric, Value } from './value'

type Row = { at: number; values: Cell[] }

/** The rows of an answer. Columns are told apart by place: two may have one name. */
export function AnswerTable({
  answer,
  label,
  maxHeight,
  filter,
}: {
  answer: Pick<Answer, 'columns' | 'rows'>
  label: string
  maxHeight?: string
  filter?: string
}) {
  const rows = useMemo(() => answer.rows.map((values, at): Row => ({ at, values })), [answer.rows])
  const columns = useMemo(
    () =>
      answer.columns.map(({ name, type }, place) => ({
        id: `c${place}`,
        header: name,
        named: true,
        unit: type.toLowerCase(),
        value: (row: Row) => comparable(row.values[place] ?? null, type),
        cell: (row: Row) => <Value value={row.values[place] ?? null} type={type} />,
        ...(isNumeric(type) ? { align: 'right' as const } : {}),
      })),
    [answer.columns],
  )
  // A new answer has other columns: what was sorted or hidden in the last one means nothing in it.
  const key = answer.columns.map(({ name, type }) => `${name} ${type}`).join('\n')
  return (
    <DataTable
      key={key}
      label={label}
      rows={rows}
      columns={columns}
      rowId={(row) => String(row.at)}
      maxHeight={maxHeight}
      filter={filter}
    />
  )
}
