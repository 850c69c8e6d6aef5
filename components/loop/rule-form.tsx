'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Field, FieldSet, FormActions, FormError } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import type { AdjustmentRule, RuleAction } from '@/server/observe/rule-schema'
import type { ExpectationKind } from '@/server/observe/schema'
import { brokenWords, doings } from './rule-words'

type Problem = { path: string; message: string }
type Draft = { kind: ExpectationKind; breaches: string; does: RuleAction[]; hours: string; note: string }

const doing: Record<RuleAction, [label: string, hint: string]> = {
  degrade: ['Mark the port degraded', 'Whoever finds or reads it sees it at once; it ends with the incident.'],
  pause: ['Pause the port', 'Nobody reads it in the portal for a time, you included.'],
  rerun: ['Read its sources again', 'What it shows is copied once more, and checked.'],
  roll_back: ['Roll the port back', 'It shows the newest rows before these on which every check that blocks holds.'],
  tell: ['Tell its readers', 'Those who hold the port are sent the note.'],
}
const kinds = Object.keys(brokenWords) as ExpectationKind[]

const draftOf = (rule: AdjustmentRule | null): Draft => ({
  kind: rule?.when.kind ?? 'freshness',
  breaches: String(rule?.when.breaches ?? 2),
  does: rule?.do ?? [],
  hours: String(rule?.pauseHours ?? ''),
  note: rule?.note ?? '',
})
/** What is no number goes as it was typed: the server says what is wrong with it, at its field. */
const number = (text: string) => (text.trim() === '' || Number.isNaN(Number(text)) ? (text as never) : Number(text))
const ruleOf = ({ kind, breaches, does, hours, note }: Draft): AdjustmentRule => ({
  when: { kind, breaches: number(breaches) },
  do: doings.filter((action) => does.includes(action)),
  ...(note.trim() && { note }),
  ...(does.includes('pause') && hours.trim() && { pauseHours: number(hours) }),
})

/** Asks when something is to be done by itself, and what. */
export function RuleForm({
  initial,
  save,
  onClose,
}: {
  /** Null for a new one. */
  initial: AdjustmentRule | null
  /** Writes it; answers what is wrong with it, by its places. */
  save: (rule: AdjustmentRule) => Promise<Problem[]>
  onClose: () => void
}) {
  const [draft, setDraft] = useState(() => draftOf(initial))
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))
  const problem = (path: string) => problems.find((one) => one.path === path)?.message

  async function send() {
    setBusy(true)
    const wrong = await save(ruleOf(draft))
    setBusy(false)
    setProblems(wrong)
    if (wrong.length === 0) onClose()
  }
  return (
    <form
      aria-label={initial ? 'Change the rule' : 'Add a rule'}
      className="flex max-w-2xl flex-col gap-5 border-line border-y py-6"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <When draft={draft} set={set} problem={problem} />
      <Does draft={draft} set={set} problem={problem} />
      <Field
        label="Note"
        optional
        error={problem('note')}
        hint="Stands beside what was done; readers who are told read it."
      >
        <Textarea maxLength={2_000} value={draft.note} onChange={({ target }) => set({ note: target.value })} />
      </Field>
      <FormError>{problem('')}</FormError>
      <FormActions>
        <Button kind="primary" type="submit" busy={busy}>
          {initial ? 'Save' : 'Add'}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </FormActions>
    </form>
  )
}

type PartProps = { draft: Draft; set: (change: Partial<Draft>) => void; problem: (path: string) => string | undefined }

function When({ draft, set, problem }: PartProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="When this is broken" error={problem('when.kind')}>
        <Select value={draft.kind} onChange={({ target }) => set({ kind: target.value as ExpectationKind })}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {brokenWords[kind]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="In so many looks" error={problem('when.breaches')} hint="Counted since its incident opened.">
        <Input inputMode="numeric" value={draft.breaches} onChange={({ target }) => set({ breaches: target.value })} />
      </Field>
    </div>
  )
}

function Does({ draft: { does, hours }, set, problem }: PartProps) {
  const wrong = problem('do')
  return (
    <FieldSet legend="Do this, in this order">
      {doings.map((action) => (
        <div key={action} className="flex flex-col gap-2">
          <Checkbox
            checked={does.includes(action)}
            onChange={(on) => set({ does: on ? [...does, action] : does.filter((one) => one !== action) })}
            label={doing[action][0]}
            hint={doing[action][1]}
          />
          {action === 'pause' && does.includes(action) && (
            <Field
              label="For so many hours"
              optional
              error={problem('pauseHours')}
              hint="24 unless said."
              className="ml-6 max-w-56"
            >
              <Input inputMode="numeric" value={hours} onChange={({ target }) => set({ hours: target.value })} />
            </Field>
          )}
        </div>
      ))}
      <FormError>{wrong && <span className="block first-letter:uppercase">{wrong}</span>}</FormError>
    </FieldSet>
  )
}
