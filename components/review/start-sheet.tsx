'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'

const whole = ['owner', 'steward']

/** Begins a review: of what, until when, and what becomes of what nobody decides. */
export function StartSheet({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const { org, viewer, domains } = useFrame()
  const start = useMutation(trpc.review.start.mutationOptions())
  const all = whole.includes(viewer.role)
  const own = viewer.domains.filter(({ role }) => role !== 'member').map(({ slug }) => slug)
  const offered = all ? Object.keys(domains) : own
  const [title, setTitle] = useState('')
  const [domain, setDomain] = useState(all ? '' : (own[0] ?? ''))
  const [due, setDue] = useState('')
  const [ifUndecided, setUndecided] = useState<'keep' | 'end'>('end')
  const send = async () => {
    const made = await start.mutateAsync({
      title: title.trim(),
      domain: domain || undefined,
      dueAt: `${due}T23:59:59Z`,
      ifUndecided,
    })
    router.push(`/${org.slug}/reviews/${made.review.id}`)
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Begin a review"
      description="Every live grant is put on the list as it is now."
      footer={
        <Button
          kind="primary"
          busy={start.isPending}
          disabled={!title.trim() || !due}
          onClick={() => void send().catch(() => undefined)}
        >
          Freeze the list
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <Field label="Title">
          <Input placeholder="Autumn review" value={title} onChange={({ target }) => setTitle(target.value)} />
        </Field>
        <Field label="Of which products">
          <Select value={domain} onChange={({ target }) => setDomain(target.value)}>
            {all && <option value="">All</option>}
            {offered.map((slug) => (
              <option key={slug} value={slug}>
                {domains[slug] ?? slug}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="To be done by" hint="To the end of that day, UTC">
          <Input type="date" value={due} onChange={({ target }) => setDue(target.value)} />
        </Field>
        <Field label="What nobody decides by then">
          <RadioCards
            label="What nobody decides by then"
            value={ifUndecided}
            onChange={setUndecided}
            choices={[
              { value: 'end', title: 'Ends', hint: 'Its holders are told, and can ask again.' },
              { value: 'keep', title: 'Stays', hint: 'The review shows that nobody looked at it.' },
            ]}
          />
        </Field>
        <FormError>{start.error?.message}</FormError>
      </div>
    </Sheet>
  )
}
