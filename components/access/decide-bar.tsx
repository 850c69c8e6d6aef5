'use client'

import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormError } from '@/components/ui/field'
import { period } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { toast } from '@/components/ui/toast'
import type { AccessRequest } from '@/server/access/schema'
import { useInboxKeys } from './inbox-keys'

/** Approve or reject, with a note that the asker reads; stays in reach of a thumb. */
export function DecideBar({ request, onDecided }: { request: AccessRequest; onDecided: () => void }) {
  const trpc = useTRPC()
  const decide = useMutation(trpc.access.decide.mutationOptions())
  const [note, setNote] = useState('')
  const noteBox = useRef<HTMLDivElement>(null)
  const approve = useRef<HTMLButtonElement>(null)
  const reject = useRef<HTMLButtonElement>(null)
  useInboxKeys({
    a: () => approve.current,
    r: () => reject.current,
    n: () => noteBox.current?.querySelector('textarea') ?? null,
  })

  function send(decision: 'approve' | 'reject') {
    decide.mutate(
      { id: request.id, decision, note: note.trim() || undefined },
      {
        onSuccess: () => {
          const done = decision === 'approve' ? `Approved for ${period(request.duration)}` : 'Rejected'
          toast(done, { description: `${request.principalName} is told. ${request.productTitle}, ${request.port}` })
          onDecided()
        },
      },
    )
  }

  const busy = decide.isPending ? decide.variables.decision : null
  return (
    <div className="sticky bottom-0 border-line border-t bg-raised px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-8">
      <div ref={noteBox}>
        <Field label="Note" optional hideLabel>
          <Textarea
            rows={1}
            className="min-h-9"
            placeholder={`A note to ${request.principalName} (optional)`}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </Field>
      </div>
      <FormError>{decide.error?.message}</FormError>
      <div className="mt-2 flex items-center gap-2 max-sm:[&>button]:h-11 max-sm:[&>button]:flex-1">
        <Button ref={reject} busy={busy === 'reject'} disabled={busy !== null} onClick={() => send('reject')}>
          Reject <Kbd keys="r" className="max-sm:hidden" />
        </Button>
        <Button
          ref={approve}
          kind="primary"
          busy={busy === 'approve'}
          disabled={busy !== null}
          onClick={() => send('approve')}
        >
          Approve for {period(request.duration)} <Kbd keys="a" inverted className="max-sm:hidden" />
        </Button>
        <span className="ml-auto hidden items-center gap-1.5 text-muted text-xs sm:flex">
          <Kbd keys="j" /> <Kbd keys="k" /> move
        </span>
      </div>
    </div>
  )
}
