'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'

const dayMs = 86_400_000
const lifetimes = [30, 90, 180, 365]

/** Makes an agent that acts for oneself; those who administer may name another active member. */
export function NewAgentSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const { org, viewer } = useFrame()
  const me = useQuery(trpc.organisation.me.queryOptions({}))
  const purposes = useQuery(trpc.purpose.list.queryOptions())
  const members = useQuery(trpc.member.list.queryOptions({}, { enabled: viewer.role === 'owner' }))
  const create = useMutation(trpc.agent.create.mutationOptions())
  const [name, setName] = useState('')
  const [chosen, setSponsor] = useState<string>()
  const [purpose, setPurpose] = useState<string>()
  const [days, setDays] = useState(90)
  const [rowsPerDay, setRows] = useState(10_000)
  const [callsPerMinute, setCalls] = useState(60)
  const sponsor = chosen ?? me.data?.principal.id
  const people = members.data?.items.filter(({ state }) => state === 'active') ?? []

  async function make() {
    if (!sponsor || !purpose) return
    const endsAt = new Date(Date.now() + days * dayMs).toISOString()
    const made = await create.mutateAsync({ name, sponsor, purpose, endsAt, budgets: { rowsPerDay, callsPerMinute } })
    await queries.invalidateQueries({ queryKey: trpc.agent.list.queryKey() })
    onOpenChange(false)
    router.push(`/${org.slug}/agents/${made.id}`)
  }
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title="New agent"
      description="It reads only what is granted to it, and never more than its sponsor may."
      footer={
        <Button
          kind="primary"
          busy={create.isPending}
          disabled={!name.trim() || !sponsor || !purpose}
          onClick={() => void make().catch(() => undefined)}
        >
          Make agent
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <FormError>{create.error?.message}</FormError>
        <Field label="Name" hint="What it does, so that others know it again">
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </Field>
        {people.length > 0 && (
          <Field label="Sponsor" hint="Answers for it; disabled, they stop it at its next call">
            <Select value={sponsor} onChange={(event) => setSponsor(event.target.value)}>
              {people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Field label="Purpose" hint="The only one it reads for">
          <RadioCards
            label="Purpose"
            value={purpose}
            onChange={setPurpose}
            choices={(purposes.data?.items ?? []).map(({ slug, title, description }) => ({
              value: slug,
              title,
              hint: description,
            }))}
          />
        </Field>
        <Field label="Ends after">
          <Select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {lifetimes.map((value) => (
              <option key={value} value={value}>
                {value} days
              </option>
            ))}
          </Select>
        </Field>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="Rows a day" hint="Given to it, counted in UTC">
            <Input type="number" min={1} value={rowsPerDay} onChange={(event) => setRows(Number(event.target.value))} />
          </Field>
          <Field label="Calls a minute">
            <Input
              type="number"
              min={1}
              max={6000}
              value={callsPerMinute}
              onChange={(event) => setCalls(Number(event.target.value))}
            />
          </Field>
        </div>
      </div>
    </Sheet>
  )
}
