'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Select, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { Resolution } from '@/server/observe/schema'
import { resolutionWords } from './words'

const hints: Record<Resolution, string> = {
  fixed: 'It was a fault and is mended. If it is seen again, it opens again.',
  expected: 'The world has changed, not the data.',
  false_alarm: 'There was nothing. It stays quiet until the promise was kept once.',
}

const exceptions: [number, string][] = [
  [0, 'Quiet until it was kept once'],
  [30, 'Excepted for 30 days, while it is no worse than now'],
  [90, 'Excepted for 90 days, while it is no worse than now'],
  [365, 'Excepted for a year, while it is no worse than now'],
]

/** Asks what an incident was; whoever looks at it later reads why. */
export function ResolveDialog({ id, onClose, onDone }: { id: string; onClose: () => void; onDone: () => unknown }) {
  const [as, setAs] = useState<Resolution>('fixed')
  const [note, setNote] = useState('')
  const [days, setDays] = useState(0)
  const resolve = useMutation(useTRPC().incident.resolve.mutationOptions({ onSettled: onDone }))

  async function send() {
    const excepted = as === 'expected' && days > 0
    const exceptUntil = excepted ? new Date(Date.now() + days * 86_400_000).toISOString() : undefined
    await resolve.mutateAsync({ id, as, note: note.trim(), exceptUntil })
    toast('Resolved', { description: resolutionWords[as] })
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Resolve this incident"
      description="What was it? The answer teaches what to tell of next time."
      footer={
        <Button
          kind="primary"
          busy={resolve.isPending}
          disabled={!note.trim()}
          onClick={() => void send().catch(() => undefined)}
        >
          Resolve
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioCards
          label="It was"
          value={as}
          onChange={setAs}
          choices={(Object.keys(hints) as Resolution[]).map((value) => ({
            value,
            title: resolutionWords[value],
            hint: hints[value],
          }))}
        />
        {as === 'expected' && (
          <Field label="From now on" hint="An exception is declared by those who publish the product.">
            <Select value={days} onChange={({ target }) => setDays(Number(target.value))}>
              {exceptions.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Field label="Why" required>
          <Textarea rows={3} maxLength={2_000} value={note} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <FormError>{resolve.error?.message}</FormError>
      </div>
    </Dialog>
  )
}
