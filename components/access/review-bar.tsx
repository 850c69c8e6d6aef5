'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormError } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { AccessRequest } from '@/server/access/schema'

/** Says whether an emergency was one. */
export function ReviewBar({ request, onReviewed }: { request: AccessRequest; onReviewed: () => void }) {
  const trpc = useTRPC()
  const review = useMutation(trpc.access.review.mutationOptions())
  const [note, setNote] = useState('')
  const send = (verdict: 'justified' | 'not_justified') =>
    review.mutate(
      { id: request.id, verdict, note: note.trim() || undefined },
      {
        onSuccess: () => {
          const ended = 'What was left of the access has ended.'
          toast('Reviewed', { description: verdict === 'justified' ? `${request.principalName} is told.` : ended })
          onReviewed()
        },
      },
    )
  return (
    <div className="sticky bottom-0 border-line border-t bg-raised px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-8">
      <p className="mb-2 text-muted text-sm">
        Taken in an emergency, without your leave. Until it is reviewed, {request.principalName} cannot do it again.
      </p>
      <Field label="Note" hideLabel>
        <Textarea
          rows={1}
          className="min-h-9"
          placeholder={`What ${request.principalName} and the auditor read`}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </Field>
      <FormError>{review.error?.message}</FormError>
      <div className="mt-2 flex items-center gap-2 max-sm:[&>button]:h-11 max-sm:[&>button]:flex-1">
        <Button disabled={review.isPending} onClick={() => send('not_justified')}>
          Not justified, end it
        </Button>
        <Button kind="primary" busy={review.isPending} onClick={() => send('justified')}>
          Justified
        </Button>
      </div>
    </div>
  )
}
