'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox, RadioCards } from '@/components/ui/choice'
import { Field, FormActions, FormError } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import type { AddedKind, WrittenExpectation } from '@/server/observe/added-schema'
import type { ProductShape } from '@/server/product/schema'
import { type Draft, itemOf } from './expectation-draft'
import { kindFields } from './expectation-fields'
import { kindHints, schedules } from './expectation-words'
import { kindWord } from './words'

type Problem = { path: string; message: string }
type Props = {
  product: ProductShape
  initial: Draft
  /** Writes it; answers what is wrong with it, by the place in the item. */
  save: (item: WrittenExpectation) => Promise<Problem[]>
  onClose: () => void
}

/** Asks what is expected: what of, how it is measured, and what it is held against. */
export function ExpectationForm({ product, initial, save, onClose }: Props) {
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState(false)
  const kind = draft.kind as AddedKind
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))
  const problem = (...paths: string[]) => problems.find(({ path }) => paths.includes(path))?.message
  const Own = kindFields[kind]
  const props = { draft, set, problem, product }

  async function send() {
    setBusy(true)
    const wrong = await save(itemOf(draft))
    setBusy(false)
    setProblems(wrong)
    if (wrong.length === 0) onClose()
  }
  return (
    <form
      aria-label={initial.id ? 'Change the expectation' : 'Add an expectation'}
      className="mb-10 flex max-w-2xl flex-col gap-5 border-line border-y py-6"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {!initial.id && (
        <RadioCards
          label="What is expected"
          columns={2}
          value={kind}
          onChange={(value) => set({ kind: value, schedule: '' })}
          choices={(Object.keys(kindHints) as AddedKind[]).map((value) => ({
            value,
            title: kindWord(value),
            hint: kindHints[value],
          }))}
        />
      )}
      <Ports {...props} />
      <Own {...props} />
      <Settings {...props} />
      <FormError>{problems.find(({ path }) => path === '' || path === 'items')?.message}</FormError>
      <FormActions>
        <Button kind="primary" type="submit" busy={busy}>
          {initial.id ? 'Save' : 'Add'}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </FormActions>
    </form>
  )
}

type PartProps = Parameters<(typeof kindFields)['drift']>[0]

function Ports({ draft, set, problem, product }: PartProps) {
  const objects = product.ports.find(({ name }) => name === draft.port)?.objects ?? []
  const whole = ['metric', 'access', 'service_level'].includes(draft.kind)
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Port" error={problem('port')}>
        <Select value={draft.port} onChange={({ target }) => set({ port: target.value, object: '', column: '' })}>
          {whole && <option value="">All of the product</option>}
          {product.ports.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </Field>
      {!whole && objects.length > 1 && (
        <Field label="Object" error={problem('object')}>
          <Select value={draft.object} onChange={({ target }) => set({ object: target.value, column: '' })}>
            <option value="">Choose one</option>
            {objects.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  )
}

function Settings({ draft, set, problem }: PartProps) {
  const byChange = !['access', 'service_level', 'freshness'].includes(draft.kind)
  const known = ['', 'on_change', ...schedules.map(({ value }) => value)].includes(draft.schedule)
  return (
    <>
      <Field
        label="Title"
        optional
        error={problem('title')}
        hint="As it stands in the loop; Stoa finds words where it is empty."
      >
        <Input value={draft.title} onChange={({ target }) => set({ title: target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Measured" error={problem('schedule')}>
          <Select value={draft.schedule} onChange={({ target }) => set({ schedule: target.value })}>
            <option value="">{byChange ? 'With each new snapshot' : 'Every quarter of an hour'}</option>
            {schedules.slice(byChange ? 0 : 1).map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
            {!known && <option value={draft.schedule}>{draft.schedule}</option>}
          </Select>
        </Field>
        <Field label="If it is not so" error={problem('severity')}>
          <Select value={draft.severity} onChange={({ target }) => set({ severity: target.value })}>
            <option value="warning">It is a warning</option>
            <option value="error">It is an error</option>
          </Select>
        </Field>
      </div>
      <Checkbox
        checked={draft.live === 'yes'}
        onChange={(live) => set({ live: live ? 'yes' : 'no' })}
        label="Watch it from now on"
        hint="Until then nothing is measured and nobody is told: it can be tried on the past."
      />
    </>
  )
}
