'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'

const DAY = 86_400_000 // ms
const LONGEST = 90 // days
const USUAL = 7 // days

type Asking = { id: string; title: string; onClose: () => void; onDone: () => unknown }

/** Asks until when nobody is told, and why; whoever looks at the line later reads both. */
export function MuteDialog({ id, title, onClose, onDone }: Asking) {
  const [today] = useState(() => Date.now())
  const dayIn = (days: number) => new Date(today + days * DAY).toISOString().slice(0, 10)
  const [until, setUntil] = useState(dayIn(USUAL))
  const [why, setWhy] = useState('')
  const mute = useMutation(useTRPC().expectation.mute.mutationOptions({ onSettled: onDone }))

  async function send() {
    await mute.mutateAsync({ id, until: `${until}T00:00:00Z`, why: why.trim() })
    toast('Muted', { description: title })
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Mute “${title}”`}
      description="It is measured and its incident is written; nobody is told until that day (UTC)."
      footer={
        <Button
          kind="primary"
          busy={mute.isPending}
          disabled={!why.trim() || !until}
          onClick={() => void send().catch(() => undefined)}
        >
          Mute
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Until" required hint={`At most ${LONGEST} days.`}>
          <Input
            type="date"
            value={until}
            min={dayIn(1)}
            max={dayIn(LONGEST)}
            onChange={({ target }) => setUntil(target.value)}
          />
        </Field>
        <Field label="Why" required>
          <Textarea rows={3} maxLength={2_000} value={why} onChange={({ target }) => setWhy(target.value)} />
        </Field>
        <FormError>{mute.error?.message}</FormError>
      </div>
    </Dialog>
  )
}
