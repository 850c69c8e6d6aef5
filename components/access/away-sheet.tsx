'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { day } from '@/components/ui/format'
import { Input, Select, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'

/** To whom and until when a colleague decides in one's place, and what stands of that now. */
export function AwaySheet({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const me = useQuery(trpc.organisation.me.queryOptions({}))
  const people = useQuery(trpc.member.list.queryOptions({}))
  const mine = useQuery(trpc.access.delegations.queryOptions({}))
  const done = () => queries.invalidateQueries()
  const give = useMutation(trpc.access.delegate.mutationOptions({ onSuccess: done }))
  const end = useMutation(trpc.access.endDelegation.mutationOptions({ onSuccess: done }))
  const [to, setTo] = useState('')
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const self = me.data?.principal.id
  const colleagues = people.data?.items.filter(({ id, state }) => id !== self && state === 'active') ?? []
  const send = async () => {
    const made = await give.mutateAsync({ to, until: `${until}T23:59:59Z`, note: note.trim() || undefined })
    toast('Arranged', { description: `${made.toName} decides in your place until ${day(made.endsAt)}.` })
    onClose()
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="While you are away"
      description="A colleague decides in your place, in their own name for yours. Nobody decides their own request that way."
      footer={
        <Button
          kind="primary"
          busy={give.isPending}
          disabled={!to || !until}
          onClick={() => void send().catch(() => undefined)}
        >
          Arrange it
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        {mine.data && mine.data.items.length > 0 && (
          <ul aria-label="Arranged" className="divide-y divide-line border-line border-y">
            {mine.data.items.map((one) => (
              <li key={one.id} className="flex items-center justify-between gap-3 py-2 text-sm">
                <span>
                  {one.from === self ? `${one.toName} decides for you` : `You decide for ${one.fromName}`} until{' '}
                  {day(one.endsAt)}
                </span>
                {one.from === self && (
                  <Button size="sm" busy={end.isPending} onClick={() => end.mutate({ id: one.id })}>
                    End
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        <Field label="Who decides in your place">
          <Select value={to} onChange={({ target }) => setTo(target.value)}>
            <option value="">Choose a colleague</option>
            {colleagues.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Until" hint="To the end of that day, UTC">
          <Input type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
        </Field>
        <Field label="Note" optional>
          <Textarea rows={2} value={note} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <FormError>{give.error?.message ?? end.error?.message}</FormError>
      </div>
    </Sheet>
  )
}
