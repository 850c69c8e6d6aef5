'use client'

import { Field, FieldSet } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { AccessRequest, Terms } from '@/server/access/schema'
import { type ChosenObject, ColumnChoice, everyColumn } from './column-choice'
import { DurationField } from './duration-field'

/** What a decider gives of what was asked for: shorter, fewer columns, fewer rows. */
export function TermsForm({
  request,
  objects,
  value,
  onChange,
}: {
  request: AccessRequest
  /** The columns that were asked for. */
  objects: ChosenObject[]
  value: Terms
  onChange: (terms: Terms) => void
}) {
  const asked = request.terms ?? request
  return (
    <div className="flex max-h-[45vh] flex-col gap-4 overflow-y-auto pb-3">
      <DurationField
        label="For at most"
        hint={`Asked for: ${asked.duration}. Never more than that.`}
        value={value.duration ?? asked.duration}
        more={[asked.duration, 'P7D']}
        onChange={(duration) => onChange({ ...value, duration })}
      />
      <FieldSet legend="Columns">
        <ColumnChoice
          objects={objects}
          value={value.columns ?? null}
          onChange={(columns) => onChange({ ...value, columns: columns ?? undefined })}
        />
      </FieldSet>
      <Field
        label="Rows"
        optional
        hint={
          asked.rows
            ? `Asked for: ${asked.rows}. What you add narrows it further.`
            : "One condition over any column of the port, such as country = 'DE'."
        }
      >
        <Input
          className="font-mono"
          spellCheck={false}
          autoCapitalize="none"
          value={value.rows ?? ''}
          onChange={({ target }) => onChange({ ...value, rows: target.value || undefined })}
        />
      </Field>
    </div>
  )
}

/** Whether terms leave something to give, and whether they change anything. */
export function termsState(terms: Terms, objects: ChosenObject[]): { empty: boolean; changed: boolean } {
  const empty = terms.columns?.length === 0
  const fewer = terms.columns !== undefined && terms.columns.length < everyColumn(objects).length
  return { empty, changed: fewer || terms.duration !== undefined || Boolean(terms.rows?.trim()) }
}
