'use client'

import { Plus, Trash2 } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import type { Rule } from './documents'
import { boundOf, listed, operatorOf, operators, range, readNumber } from './rule-words'

type Edit = (keys: (string | number)[], value: unknown) => void

const kinds = {
  nullValues: 'Empty values',
  missingValues: 'Missing values',
  invalidValues: 'Invalid values',
  duplicateValues: 'Repeated values',
  rowCount: 'Number of rows',
  sql: 'SQL query',
  text: 'Words only',
}
type Kind = keyof typeof kinds
const kindOf = (rule: Rule) => (rule.metric ?? rule.type ?? 'text') as Kind

const fresh: Record<Kind, Rule> = {
  nullValues: { metric: 'nullValues', mustBe: 0 },
  missingValues: { metric: 'missingValues', arguments: { missingValues: [null, '', 'n/a'] }, mustBe: 0 },
  invalidValues: { metric: 'invalidValues', arguments: { pattern: '.+' }, mustBe: 0 },
  duplicateValues: { metric: 'duplicateValues', mustBe: 0 },
  rowCount: { metric: 'rowCount', mustBeGreaterThan: 0 },
  // The placeholder is the standard's own.
  sql: { type: 'sql', query: ['select count(*) from $', '{object} where false'].join(''), mustBe: 0 },
  text: { type: 'text', description: '' },
}

/** Rules as forms; what a form does not show stays in the text as it is. */
export function RuleList(props: { title: string; rules: Rule[]; columns: string[]; onColumn: boolean; edit: Edit }) {
  const { title, rules, columns, onColumn, edit } = props
  const add = (kind: Kind) => {
    const rule = { ...fresh[kind] }
    const needsColumn = !onColumn && ['nullValues', 'missingValues', 'invalidValues'].includes(kind)
    edit(
      [rules.length],
      needsColumn ? { ...rule, arguments: { ...(rule.arguments as object), properties: columns.slice(0, 1) } } : rule,
    )
  }
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-medium text-sm">{title}</h2>
        <span className="flex items-center gap-1.5">
          <Plus aria-hidden className="size-4 text-muted" />
          <Select
            aria-label={`Add a rule: ${title}`}
            value=""
            onChange={(event) => add(event.target.value as Kind)}
            className="w-40"
          >
            <option value="">Add a rule</option>
            {Object.entries(kinds).map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </Select>
        </span>
      </div>
      {[...rules.entries()].map(([at, rule]) => (
        <RuleForm key={`${at}${kindOf(rule)}`} rule={rule} at={at} edit={edit} onColumn={onColumn} />
      ))}
    </section>
  )
}

function RuleForm({ rule, at, edit, onColumn }: { rule: Rule; at: number; edit: Edit; onColumn: boolean }) {
  const kind = kindOf(rule)
  const measured = kind !== 'text' && rule.type !== 'custom'
  const rows = measured && kind !== 'sql' && kind !== 'rowCount'
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line bg-raised p-3">
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium text-sm">{kinds[kind] ?? kind}</span>
        <IconButton label={`Remove rule ${kinds[kind] ?? kind}`} size="sm" onClick={() => edit([at], undefined)}>
          <Trash2 aria-hidden className="size-4" />
        </IconButton>
      </div>
      <Field label="In words" optional={measured}>
        <Input
          value={String(rule.description ?? '')}
          onChange={(event) => edit([at, 'description'], event.target.value || undefined)}
        />
      </Field>
      {kind === 'sql' && (
        <Field label="Query" hint="One SELECT that gives one number; it sees this contract's objects only.">
          <Textarea
            className="font-mono text-sm"
            value={String(rule.query ?? '')}
            onChange={(event) => edit([at, 'query'], event.target.value)}
          />
        </Field>
      )}
      {rows && <Arguments rule={rule} at={at} edit={edit} onColumn={onColumn} />}
      {measured && <PromiseForm rule={rule} at={at} edit={edit} rows={rows} />}
    </div>
  )
}

/** What counts as missing or valid, and for rules over whole rows, which columns are meant. */
function Arguments({ rule, at, edit, onColumn }: { rule: Rule; at: number; edit: Edit; onColumn: boolean }) {
  const given = (rule.arguments ?? {}) as Record<string, unknown>
  const list = (key: string, label: string, hint: string) => (
    <Field label={label} hint={hint}>
      <Input
        key={JSON.stringify(given[key] ?? null)}
        defaultValue={listed(given[key])}
        onBlur={(event) => {
          const next = event.target.value.split(',').map((each) => each.trim())
          const values =
            event.target.value.trim() === '' ? undefined : next.map((each) => (each === 'null' ? null : each))
          if (event.target.value !== listed(given[key])) edit([at, 'arguments', key], values)
        }}
      />
    </Field>
  )
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {!onColumn &&
        list('properties', 'Columns', rule.metric === 'duplicateValues' ? 'None: the whole row.' : 'Joined by commas.')}
      {rule.metric === 'missingValues' &&
        list('missingValues', 'Counts as missing', 'Joined by commas; null is emptiness.')}
      {rule.metric === 'invalidValues' && (
        <>
          {list('validValues', 'Valid values', 'Joined by commas.')}
          <Field label="Valid pattern" hint="An RE2 expression.">
            <Input
              className="font-mono"
              value={String(given.pattern ?? '')}
              onChange={(event) => edit([at, 'arguments', 'pattern'], event.target.value || undefined)}
            />
          </Field>
        </>
      )}
    </div>
  )
}

function PromiseForm({ rule, at, edit, rows }: { rule: Rule; at: number; edit: Edit; rows: boolean }) {
  const operator = operatorOf(rule)
  const asides = (Array.isArray(rule.customProperties) ? rule.customProperties : []) as { property?: string }[]
  const aside = asides.findIndex((each) => each?.property === 'onFailure')
  const change = (next: string) => {
    const { [operator]: _, ...rest } = rule
    edit([at], { ...rest, [next]: operators[next]?.pair ? [0, 1] : 0 })
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label="Promise" className="w-44">
        <Select value={operator} onChange={(event) => change(event.target.value)}>
          {Object.entries(operators).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Number" hideLabel className="w-28">
        <Input
          key={`${operator}${JSON.stringify(rule[operator])}`}
          defaultValue={boundOf(rule)}
          inputMode="decimal"
          className="tabular"
          onBlur={(event) => {
            const next = operators[operator]?.pair ? range(event.target.value) : readNumber(event.target.value)
            if (event.target.value !== boundOf(rule)) edit([at, operator], next)
          }}
        />
      </Field>
      {rows && (
        <Field label="Unit" className="w-28">
          <Select
            value={String(rule.unit ?? 'rows')}
            onChange={(event) => edit([at, 'unit'], event.target.value === 'rows' ? undefined : event.target.value)}
          >
            <option value="rows">rows</option>
            <option value="percent">percent</option>
          </Select>
        </Field>
      )}
      {aside < 0 && (
        <Field label="If it fails" className="w-36">
          <Select
            value={rule.severity === undefined || rule.severity === 'error' ? 'error' : 'warning'}
            onChange={(event) => edit([at, 'severity'], event.target.value)}
          >
            <option value="error">block</option>
            <option value="warning">warn</option>
          </Select>
        </Field>
      )}
      {rows && (
        <Checkbox
          checked={aside >= 0}
          label="Set failing rows aside"
          onChange={(on) =>
            edit(
              [at, 'customProperties', on ? asides.length : aside],
              on ? { property: 'onFailure', value: 'setAside' } : undefined,
            )
          }
        />
      )}
    </div>
  )
}
