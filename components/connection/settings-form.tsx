'use client'

import { Switch } from '@/components/ui/choice'
import { Field, FieldSet } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import type { SettingsField } from './settings-fields'

export type Problem = { path: string; message: string }
type Values = Record<string, unknown>

/** The form of a kind's settings, drawn from its schema; what is wrong stands at its field. */
export function SettingsForm({
  fields,
  values,
  onChange,
  under,
  problems,
  secret = false,
}: {
  fields: SettingsField[]
  values: Values
  onChange: (values: Values) => void
  /** Where the fields stand in the input: `config`, `secrets`, `config.readers`. */
  under: string
  problems: Problem[]
  secret?: boolean
}) {
  return fields.map((field) => {
    const path = `${under}.${field.name}`
    const set = (value: unknown) => onChange({ ...values, [field.name]: value })
    if (field.input === 'group')
      return (
        <details key={path} className="rounded-md border px-3 py-2">
          <summary className="cursor-pointer py-0.5 font-medium text-sm">{field.hint ?? field.label}</summary>
          <div className="mt-3 mb-1">
            <FieldSet legend={field.label}>
              <SettingsForm
                fields={field.fields}
                values={(values[field.name] as Values | undefined) ?? {}}
                onChange={set}
                under={path}
                problems={problems}
              />
            </FieldSet>
          </div>
        </details>
      )
    const error = problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`))?.message
    return (
      <Field
        key={path}
        label={field.label}
        hint={field.hint}
        error={error}
        required={field.required}
        optional={!field.required && field.input !== 'switch' && field.fallback === undefined}
      >
        <Control field={field} value={values[field.name]} onChange={set} secret={secret} />
      </Field>
    )
  })
}

type ControlProps = { field: SettingsField; value: unknown; onChange: (value: unknown) => void; secret: boolean }

function Control({ field, value, onChange, secret }: ControlProps) {
  const text = value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value)
  if (field.input === 'switch') return <Switch label={field.label} checked={value === true} onChange={onChange} />
  if (field.input === 'long')
    return (
      <Textarea
        value={text}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
        className="font-mono"
      />
    )
  if (field.input === 'choice')
    return (
      <Select value={text} onChange={(event) => onChange(event.target.value)}>
        {field.fallback === undefined && <option value="">As the file says</option>}
        {field.options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </Select>
    )
  const read = (typed: string): unknown => {
    if (field.input === 'number') return typed === '' ? undefined : Number(typed)
    return field.input === 'list'
      ? typed.split(/\s*,\s*/).filter((part, at, all) => part !== '' || at === all.length - 1)
      : typed
  }
  return (
    <Input
      type={secret ? 'password' : field.input === 'number' ? 'number' : 'text'}
      value={text}
      onChange={(event) => onChange(read(event.target.value))}
      autoComplete={secret ? 'new-password' : 'off'}
      spellCheck={false}
    />
  )
}
