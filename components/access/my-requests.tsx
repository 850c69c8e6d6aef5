'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { period } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast, toastError } from '@/components/ui/toast'
import type { AccessRequest } from '@/server/access/schema'
import { Conversation } from './conversation'
import { StepList } from './step-list'
import { purposeTitle, requestTones, requestWords } from './words'

/** What one has asked for, who has to agree, and what came of it. */
export function MyRequests({ requests }: { requests: AccessRequest[] }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const said = (words: string) => ({
    onError: toastError,
    onSuccess: async ({ productTitle }: AccessRequest) => {
      await queries.invalidateQueries()
      toast(`${words} your request for ${productTitle}`)
    },
  })
  const withdraw = useMutation(trpc.access.withdraw.mutationOptions(said('Withdrew')))
  const submit = useMutation(trpc.access.submit.mutationOptions(said('Sent')))
  if (requests.length === 0)
    return (
      <EmptyState title="You have asked for nothing" icon={<Send />}>
        Requests you make on a product’s page stand here until they are decided, and afterwards with the answer.
      </EmptyState>
    )
  return (
    <ul aria-label="Your requests" className="divide-y divide-line border-line border-y">
      {requests.map((request) => (
        <OneRequest
          key={request.id}
          request={request}
          busy={[withdraw, submit].some((one) => one.isPending && one.variables.id === request.id)}
          onWithdraw={() => withdraw.mutate({ id: request.id })}
          onSubmit={() => submit.mutate({ id: request.id })}
        />
      ))}
    </ul>
  )
}

type Row = { request: AccessRequest; busy: boolean; onWithdraw: () => void; onSubmit: () => void }

function OneRequest({ request, busy, onWithdraw, onSubmit }: Row) {
  const { org } = useFrame()
  const open = request.state === 'submitted' || request.state === 'info_needed'
  const by = open ? undefined : request.history.at(-1)?.byName
  const given = request.terms ?? request
  return (
    <li className="grid gap-x-6 gap-y-2 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <Link href={`/${org.slug}/catalog/${request.product}`} className="font-medium">
          {request.productTitle}
        </Link>
        <p className="text-muted text-sm">
          <span className="font-mono">{request.port}</span>, for {purposeTitle(request.purpose).toLowerCase()},{' '}
          {period(given.duration)}
          {request.for.type !== 'member' && `, for ${request.for.name}`}, asked <RelativeTime at={request.createdAt} />
        </p>
        {given.columns && <p className="text-muted text-sm">{given.columns.length} columns</p>}
        {given.rows && <code className="break-words font-mono text-muted text-sm">{given.rows}</code>}
      </div>
      <div className="flex min-w-0 flex-col gap-2 text-sm">
        <Status tone={requestTones[request.state]}>
          {requestWords[request.state]}
          {by && request.state !== 'timed_out' && ` by ${by}`}
        </Status>
        {open && <StepList request={request} />}
        {request.note && <p className="text-muted">“{request.note}”</p>}
        <Conversation request={request} />
        {request.state === 'info_needed' && <Answer request={request} />}
      </div>
      <div className="flex items-start gap-2">
        {request.state === 'draft' && (
          <Button size="sm" kind="primary" busy={busy} onClick={onSubmit}>
            Send
          </Button>
        )}
        {(open || request.state === 'draft') && (
          <Button size="sm" busy={busy} onClick={onWithdraw}>
            {open ? 'Withdraw' : 'Discard'}
          </Button>
        )}
      </div>
    </li>
  )
}

function Answer({ request }: { request: AccessRequest }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const answer = useMutation(trpc.access.answer.mutationOptions())
  const [note, setNote] = useState('')
  const send = async () => {
    await answer.mutateAsync({ id: request.id, note: note.trim() })
    await queries.invalidateQueries()
    toast('Answered', { description: 'Your request waits for its deciders again.' })
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <Field label="Your answer" className="w-full" error={answer.error?.message}>
        <Textarea rows={2} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
      <Button
        size="sm"
        kind="primary"
        busy={answer.isPending}
        disabled={!note.trim()}
        onClick={() => void send().catch(() => undefined)}
      >
        Answer
      </Button>
    </div>
  )
}
