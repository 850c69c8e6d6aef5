'use client'

import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Field, FormError } from '@/components/ui/field'
import { counted, period } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { toast } from '@/components/ui/toast'
import type { AccessRequest, Terms } from '@/server/access/schema'
import type { ChosenObject } from './column-choice'
import { useInboxKeys } from './inbox-keys'
import { TermsForm, termsState } from './terms-form'

type Decision = 'approve' | 'reject' | 'ask'
const said = { reject: 'Rejected', ask: 'Asked back' }

/** Approve, on narrower terms if need be, ask back or reject, with a note that the asker reads; in reach of a thumb. */
export function DecideBar({
  request,
  objects,
  alike,
  terms,
  onTerms,
  onDecided,
}: {
  request: AccessRequest
  objects: ChosenObject[]
  /** Other requests for the same port on the same terms. */
  alike: AccessRequest[]
  /** Narrower terms, while they are being written; null: as asked for. */
  terms: Terms | null
  onTerms: (terms: Terms | null) => void
  onDecided: () => void
}) {
  const trpc = useTRPC()
  const one = useMutation(trpc.access.decide.mutationOptions())
  const many = useMutation(trpc.access.decideMany.mutationOptions())
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const [together, setTogether] = useState(false)
  const bar = useRef<HTMLDivElement>(null)
  const part = (name: string) => () => bar.current?.querySelector<HTMLElement>(`[data-part="${name}"]`) ?? null
  useInboxKeys({
    a: part('approve'),
    r: part('reject'),
    q: part('ask'),
    t: part('terms'),
    n: () => bar.current?.querySelector<HTMLElement>('[data-part="note"] textarea') ?? null,
  })
  const { empty, changed } = termsState(terms ?? {}, objects)
  const busy = one.isPending || many.isPending
  const error = one.error ?? many.error

  const length = period(terms?.duration || (request.terms ?? request).duration)

  function send(decision: Decision) {
    if (decision === 'ask' && !note.trim()) {
      setMissing(true)
      part('note')()?.querySelector('textarea')?.focus()
      return
    }
    const given = { note: note.trim() || undefined, ...(decision === 'approve' && changed && terms && { terms }) }
    const onSuccess = () => {
      const whom =
        together && decision !== 'ask' ? counted(alike.length + 1, 'person', 'people') : request.principalName
      const done = decision === 'approve' ? `Approved for ${length}` : said[decision]
      toast(done, { description: `${whom} is told. ${request.productTitle}, ${request.port}` })
      onDecided()
    }
    if (together && decision !== 'ask')
      many.mutate({ ids: [request.id, ...alike.map(({ id }) => id)], decision, ...given }, { onSuccess })
    else one.mutate({ id: request.id, decision, ...given }, { onSuccess })
  }

  return (
    <div
      ref={bar}
      className="sticky bottom-0 border-line border-t bg-raised px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-8"
    >
      {terms && <TermsForm request={request} objects={objects} value={terms} onChange={onTerms} />}
      <div data-part="note">
        <Field
          label="Note"
          optional
          hideLabel
          error={missing && !note.trim() ? 'write what you want to know' : undefined}
        >
          <Textarea
            rows={1}
            className="min-h-9"
            placeholder={`A note or a question to ${request.principalName}`}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </Field>
      </div>
      {alike.length > 0 && (
        <Checkbox
          className="mt-2"
          checked={together}
          onChange={setTogether}
          label={`Decide the ${counted(alike.length, 'other')} with it who ask for the same`}
          hint={alike.map(({ principalName }) => principalName).join(', ')}
        />
      )}
      <FormError>{error?.message}</FormError>
      <div className="mt-2 flex flex-wrap items-center gap-2 max-sm:[&>button]:h-11 max-sm:[&>button]:flex-1">
        <Button
          data-part="reject"
          busy={busy && one.variables?.decision === 'reject'}
          disabled={busy}
          onClick={() => send('reject')}
        >
          Reject <Kbd keys="r" className="max-sm:hidden" />
        </Button>
        <Button data-part="ask" disabled={busy} onClick={() => send('ask')}>
          Ask <Kbd keys="q" className="max-sm:hidden" />
        </Button>
        <Button data-part="terms" aria-expanded={terms !== null} onClick={() => onTerms(terms ? null : {})}>
          Terms <Kbd keys="t" className="max-sm:hidden" />
        </Button>
        <Button
          data-part="approve"
          kind="primary"
          className="max-sm:basis-full"
          busy={busy && one.variables?.decision === 'approve'}
          disabled={busy || empty}
          onClick={() => send('approve')}
        >
          Approve {changed ? 'on these terms ' : ''}for {length} <Kbd keys="a" inverted className="max-sm:hidden" />
        </Button>
        <span className="ml-auto hidden items-center gap-1.5 text-muted text-xs xl:flex">
          <Kbd keys="j" /> <Kbd keys="k" /> move
        </span>
      </div>
    </div>
  )
}
