'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { Resolution } from '@/server/observe/schema'
import { resolutionWords } from './words'

const hints: Record<Resolution, string> = {
  fixed: 'It was a fault and is mended. If it is seen again, it opens again.',
  expected: 'The world has changed, not the data. It stays quiet until the promise was kept once.',
  false_alarm: 'There was nothing. It stays quiet until the promise was kept once.',
}

/** Asks what an incident was; whoever looks at it later reads why. */
export function ResolveDialog({ id, onClose, onDone }: { id: string; onClose: () => void; onDone: () => unknown }) {
  const [as, setAs] = useState<Resolution>('fixed')
  const [note, setNote] = useState('')
  const resolve = useMutation(useTRPC().incident.resolve.mutationOptions({ onSettled: onDone }))

  async function send() {
    await resolve.mutateAsync({ id, as, note: note.trim() })
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
        <Field label="Why" required>
          <Textarea rows={3} maxLength={2_000} value={note} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <FormError>{resolve.error?.message}</FormError>
      </div>
    </Dialog>
  )
}
