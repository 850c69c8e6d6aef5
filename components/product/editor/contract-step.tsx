'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { EmptyState } from '@/components/ui/states'
import { Tabs } from '@/components/ui/tabs'
import type { Suggestion } from '@/server/product/schema'
import { ColumnRow } from './column-row'
import { type ColumnDoc, columnsOf, contractsOf, type ObjectDoc, objectsOf, rulesOf } from './documents'
import { RuleList } from './rule-list'
import type { Draft } from './use-draft'
import type { Suggestions } from './use-suggestions'

/** What is promised of each column and of the rows as a whole. */
export function ContractStep({ draft, suggestions }: { draft: Draft; suggestions: Suggestions }) {
  const objects = contractsOf(draft.model).flatMap(({ index, contract }) =>
    objectsOf(contract).map((object, at) => ({ id: `${index}.${at}`, index, at, object })),
  )
  const [open, setOpen] = useState('1.0')
  if (objects.length === 0)
    return <EmptyState title="Nothing to promise yet">Choose data first; its columns are listed here.</EmptyState>
  const tabs = objects.map(({ id, index, at, object }) => ({
    value: id,
    label: object.name ?? 'unnamed',
    count: columnsOf(object).length,
    content: (
      <ObjectForm
        draft={draft}
        index={index}
        path={['schema', at]}
        object={object}
        suggestions={suggestions.byRef[object.physicalName ?? object.name ?? ''] ?? []}
      />
    ),
  }))
  const value = objects.some((each) => each.id === open) ? open : objects[0]!.id
  return <Tabs label="Objects" value={value} onChange={setOpen} tabs={tabs} />
}

/** A suggestion is open until the column says something of its own there. */
const isOpen = (suggestion: Suggestion, column: ColumnDoc) => column[suggestion.field as keyof ColumnDoc] === undefined

function ObjectForm(props: {
  draft: Draft
  index: number
  path: (string | number)[]
  object: ObjectDoc
  suggestions: Suggestion[]
}) {
  const { draft, index, path, object, suggestions } = props
  const columns = columnsOf(object)
  const forColumn = (column: ColumnDoc) =>
    suggestions.filter((each) => each.property === (column.physicalName ?? column.name) && isOpen(each, column))
  const open = columns.flatMap((column, at) => forColumn(column).map((suggestion) => ({ at, suggestion })))
  const acceptAll = () =>
    draft.change(({ editText }, before) =>
      open.reduce(
        (text, { at, suggestion }) =>
          editText(text, index, [...path, 'properties', at, suggestion.field], suggestion.value),
        before,
      ),
    )
  return (
    <div className="flex flex-col gap-6">
      {open.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-accent-soft px-3 py-2 text-accent-text text-sm">
          <span>{counted(open.length, 'suggestion')} from the rows. Each is yours to take or leave.</span>
          <Button size="sm" onClick={acceptAll}>
            Accept all
          </Button>
        </div>
      )}
      <ul aria-label="Columns" className="divide-y divide-line border-line border-y">
        {[...columns.entries()].map(([at, column]) => (
          <ColumnRow
            key={at}
            column={column}
            suggestions={forColumn(column)}
            problems={draft.problems.filter((each) =>
              each.path.startsWith(`contracts.${index - 1}.${[...path, 'properties', at].join('.')}.`),
            )}
            edit={(keys, value) => draft.edit(index, [...path, 'properties', at, ...keys], value)}
          />
        ))}
      </ul>
      <RuleList
        title="Quality of the rows as a whole"
        rules={rulesOf(object)}
        columns={columns.flatMap((column) => column.name ?? [])}
        onColumn={false}
        edit={(keys, value) => draft.edit(index, [...path, 'quality', ...keys], value)}
      />
    </div>
  )
}
