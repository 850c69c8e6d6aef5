'use client'

import { ChevronRight, Plus } from 'lucide-react'
import { useId, useState } from 'react'
import { Checkbox } from '@/components/ui/choice'
import { cn } from '@/components/ui/cn'
import { Field } from '@/components/ui/field'
import { counted } from '@/components/ui/format'
import { Input, Select } from '@/components/ui/input'
import { Badge, StatusShape } from '@/components/ui/status'
import type { Suggestion } from '@/server/product/schema'
import { classTones } from '../page/words'
import { type ColumnDoc, rulesOf } from './documents'
import type { Problem } from './problems-of'
import { RuleList } from './rule-list'

const types = [
  'string',
  'integer',
  'number',
  'boolean',
  'date',
  'timestamp',
  'time',
  'object',
  'array',
  'map',
  'vector',
]
const classes = ['public', 'internal', 'confidential', 'restricted']
const words: Record<Suggestion['field'], string> = {
  logicalType: 'type',
  required: 'required',
  unique: 'unique',
  primaryKey: 'primary key',
  enum: 'listed values',
  classification: 'classification',
  description: 'meaning',
}

type Edit = (keys: (string | number)[], value: unknown) => void

/** One column: closed it says what is promised, open it can be changed. */
export function ColumnRow({
  column,
  suggestions,
  problems,
  edit,
}: {
  column: ColumnDoc
  suggestions: Suggestion[]
  problems: Problem[]
  edit: Edit
}) {
  const [open, setOpen] = useState(false)
  const panel = useId()
  const promises = [
    column.primaryKey && 'key',
    column.required && 'required',
    column.unique && 'unique',
    column.enum && counted(column.enum.length, 'value'),
  ]
  const rules = rulesOf(column)
  return (
    <li>
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpen(!open)}
          className="flex min-h-7 min-w-0 items-center gap-1.5 rounded-md pr-1 hover:bg-hover"
        >
          <ChevronRight
            aria-hidden
            className={cn('size-4 shrink-0 text-muted transition-transform', open && 'rotate-90')}
          />
          <code className="truncate text-sm">{column.name ?? 'unnamed'}</code>
          {problems.length > 0 && <StatusShape tone="bad" />}
          <span className="sr-only">{problems.length > 0 && counted(problems.length, 'problem')}</span>
        </button>
        <span className="font-mono text-muted text-xs">{column.logicalType ?? 'no type'}</span>
        {promises
          .filter((each) => typeof each === 'string')
          .map((promise) => (
            <Badge key={promise}>{promise}</Badge>
          ))}
        {column.classification && <Badge tone={classTones[column.classification]}>{column.classification}</Badge>}
        {rules.length > 0 && <span className="text-muted text-xs">{counted(rules.length, 'rule')}</span>}
        <span className="ml-auto flex flex-wrap justify-end gap-1.5">
          {suggestions.map((suggestion) => (
            <button
              key={suggestion.id}
              type="button"
              title={suggestion.because}
              onClick={() => edit([suggestion.field], suggestion.value)}
              className="flex h-6 items-center gap-1 rounded-full border border-accent/50 border-dashed px-2 text-accent-text text-xs hover:bg-accent-soft"
            >
              <Plus aria-hidden className="size-3" />
              {words[suggestion.field]}
              {suggestion.field === 'classification' && ` ${String(suggestion.value)}`}
              <span className="sr-only">, because {suggestion.because}</span>
            </button>
          ))}
        </span>
      </div>
      {open && (
        <div id={panel} className="flex flex-col gap-4 pt-1 pb-5 sm:pl-5.5">
          <ColumnForm column={column} problems={problems} edit={edit} />
          <RuleList
            title={`Quality of ${column.name ?? 'the column'}`}
            rules={rules}
            columns={[]}
            onColumn
            edit={(keys, value) => edit(['quality', ...keys], value)}
          />
        </div>
      )}
    </li>
  )
}

function ColumnForm({ column, problems, edit }: { column: ColumnDoc; problems: Problem[]; edit: Edit }) {
  const problem = (key: string) => problems.find((each) => each.path.endsWith(`.${key}`))?.message
  const set = (key: keyof ColumnDoc) => (event: { target: { value: string } }) =>
    edit([key], event.target.value || undefined)
  const tick = (key: 'required' | 'unique' | 'primaryKey', label: string, hint: string) => (
    <Checkbox
      checked={column[key] === true}
      onChange={(on) => edit([key], on || undefined)}
      label={label}
      hint={hint}
    />
  )
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label="Name"
          error={problem('name')}
          hint={column.physicalName ? `shows ${column.physicalName}` : undefined}
        >
          <NameInput column={column} edit={edit} />
        </Field>
        <Field label="Type" error={problem('logicalType')}>
          <Select value={column.logicalType ?? ''} onChange={set('logicalType')}>
            <option value="">No promise</option>
            {types.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </Select>
        </Field>
        <Field label="Classification">
          <Select value={column.classification ?? ''} onChange={set('classification')}>
            <option value="">None</option>
            {[...new Set([...classes, ...(column.classification ? [column.classification] : [])])].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      </div>
      <Field label="Meaning" optional>
        <Input value={column.description ?? ''} onChange={set('description')} />
      </Field>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-3">
        {tick('required', 'Required', 'never empty')}
        {tick('unique', 'Unique', 'never repeats')}
        {tick('primaryKey', 'Primary key', 'identifies the row')}
      </div>
      <Field
        label="Listed values"
        optional
        hint="The only values it may take, joined by commas."
        error={problem('enum')}
      >
        <Input
          key={JSON.stringify(column.enum ?? null)}
          defaultValue={(column.enum ?? []).map((entry) => String(entry.value)).join(', ')}
          onBlur={(event) => {
            const next = event.target.value
              .split(',')
              .map((each) => each.trim())
              .filter(Boolean)
            if (next.join() === (column.enum ?? []).map((entry) => String(entry.value)).join()) return
            const numeric = column.logicalType === 'integer' || column.logicalType === 'number'
            edit(
              ['enum'],
              next.length === 0
                ? undefined
                : [...new Set(next)].map((value) => ({ value: numeric ? Number(value) : value })),
            )
          }}
        />
      </Field>
    </>
  )
}

/** A column that gets a name of its own still says which column of the asset it shows. */
function NameInput({ column, edit }: { column: ColumnDoc; edit: Edit }) {
  return (
    <Input
      key={column.name}
      defaultValue={column.name ?? ''}
      className="font-mono"
      onBlur={(event) => {
        const next = event.target.value.trim()
        if (next === '' || next === column.name) return
        if (column.physicalName === undefined) edit(['physicalName'], column.name)
        edit(['name'], next)
      }}
    />
  )
}
