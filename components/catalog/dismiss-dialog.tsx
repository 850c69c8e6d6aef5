'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { Wanted } from '@/server/catalog/schema'

/** Asks why a search is taken off the board; the others who see the board read it. */
export function DismissDialog({
  wanted,
  onClose,
  onDone,
  undo,
}: {
  wanted: Wanted
  onClose: () => void
  onDone: () => unknown
  undo: () => void
}) {
  const trpc = useTRPC()
  const [note, setNote] = useState('')
  const dismiss = useMutation(trpc.wanted.dismiss.mutationOptions({ onSettled: onDone }))

  async function send() {
    await dismiss.mutateAsync({ id: wanted.id, note: note.trim() })
    toast('Dismissed', { description: wanted.question, undo })
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Dismiss “${wanted.question}”`}
      description="It leaves the board for everyone. Those who searched are still told if something answers it."
      footer={
        <Button
          kind="primary"
          busy={dismiss.isPending}
          disabled={!note.trim()}
          onClick={() => void send().catch(() => undefined)}
        >
          Dismiss
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Why" required hint="The others who see the board read it.">
          <Textarea rows={3} maxLength={300} value={note} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <FormError>{dismiss.error?.message}</FormError>
      </div>
    </Dialog>
  )
}
