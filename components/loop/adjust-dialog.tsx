'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { AdjustmentKind } from '@/server/observe/schema'
import { doneWords } from './words'

/** What each does, before it is done. */
const choices: { value: AdjustmentKind; title: string; hint: string }[] = [
  {
    value: 'roll_back',
    title: 'Roll the port back',
    hint: 'It shows again the newest rows before these on which every check that blocks holds. It goes on to newer rows by itself, never to these; you can undo it.',
  },
  {
    value: 'degrade',
    title: 'Mark it degraded',
    hint: 'Whoever finds or reads it sees your note at once. It ends when this is resolved, or when you undo it.',
  },
  {
    value: 'pause',
    title: 'Pause the port',
    hint: 'Nobody reads it in the portal until then, you included; what runs is cut. Copies that grants keep in a source stay open. You can undo it.',
  },
  {
    value: 'rerun',
    title: 'Read its sources again',
    hint: 'What the port shows is copied once more, and checked. It cannot be undone; an unchanged source changes nothing.',
  },
  {
    value: 'rebaseline',
    title: 'Take it as the new normal',
    hint: 'What was expected beside the contract is held against what is now: drift is compared with today’s values, a learnt band learns anew, a fixed one needs new ends. You can undo it.',
  },
  {
    value: 'new_version',
    title: 'Change the promise',
    hint: 'Opens a draft of what is published, in the editor. Nothing changes for readers until you publish it.',
  },
  {
    value: 'tell',
    title: 'Tell its readers',
    hint: 'Those who hold the port are sent your note. It cannot be undone.',
  },
]
const spans: [hours: number, words: string][] = [
  [1, 'An hour'],
  [4, '4 hours'],
  [24, 'A day'],
  [72, '3 days'],
  [168, 'A week'],
  [720, '30 days'],
]
const HOUR = 3_600_000 // ms
/** Less than the longest span by a moment, so that it still is within it when it arrives. */
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR - 60_000).toISOString()

type Ends = { low: string; high: string }
/** The new ends of a band, where any was typed. */
function bandOf({ low, high }: Ends) {
  const number = (text: string) => (text.trim() === '' ? undefined : Number(text))
  return number(low) === undefined && number(high) === undefined ? undefined : { low: number(low), high: number(high) }
}

/** Asks what is to be done about an incident, and why. */
export function AdjustDialog({
  id,
  resolved,
  added,
  onClose,
  onDone,
}: {
  id: string
  /** Then there is nothing to do but to say so. */
  resolved: boolean
  /** Whether something that was added beside the contract stands under it. */
  added: boolean
  onClose: () => void
  onDone: () => unknown
}) {
  const offered = choices.filter(({ value }) => (!resolved || value === 'tell') && (added || value !== 'rebaseline'))
  const [kind, setKind] = useState<AdjustmentKind>(offered[0]!.value)
  const chosen = choices.find(({ value }) => value === kind)
  const [note, setNote] = useState('')
  const [hours, setHours] = useState(24)
  const [ends, setEnds] = useState({ low: '', high: '' })
  const adjust = useMutation(useTRPC().adjustment.adjust.mutationOptions({ onSettled: onDone }))

  async function send() {
    const until = kind === 'pause' ? inHours(hours) : undefined
    const band = kind === 'rebaseline' ? bandOf(ends) : undefined
    await adjust.mutateAsync({ id, kind, note: note.trim(), until, band })
    toast(doneWords[kind], { description: 'What is measured in the next 24 hours says whether it helped.' })
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Do something about it"
      description="It is recorded under your name, and measured for 24 hours after."
      footer={
        <Button
          kind="primary"
          busy={adjust.isPending}
          disabled={!note.trim()}
          onClick={() => void send().catch(() => undefined)}
        >
          {chosen?.title}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioCards
          label="What to do"
          columns={2}
          value={kind}
          onChange={setKind}
          choices={offered.map(({ value, title }) => ({ value, title }))}
        />
        <p aria-live="polite" className="text-muted text-sm">
          {chosen?.hint}
        </p>
        {kind === 'rebaseline' && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="From now on at least" optional>
              <Input
                inputMode="decimal"
                value={ends.low}
                onChange={({ target }) => setEnds({ ...ends, low: target.value })}
              />
            </Field>
            <Field label="At most" optional>
              <Input
                inputMode="decimal"
                value={ends.high}
                onChange={({ target }) => setEnds({ ...ends, high: target.value })}
              />
            </Field>
          </div>
        )}
        {kind === 'pause' && (
          <Field label="For">
            <Select value={hours} onChange={({ target }) => setHours(Number(target.value))}>
              {spans.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Field label={kind === 'tell' ? 'What they read' : 'Why'} required>
          <Textarea rows={3} maxLength={2_000} value={note} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <FormError>{adjust.error?.message}</FormError>
      </div>
    </Dialog>
  )
}
