'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Select, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'

const hours = ['PT1H', 'PT2H', 'PT4H']

/** Takes access at once, in an emergency: says what will happen before it does. */
export function EmergencySheet({
  product,
  onClose,
}: {
  product: { slug: string; title: string; ports: { name: string }[] }
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const take = useMutation(trpc.access.breakGlass.mutationOptions())
  const list = useQuery(trpc.purpose.list.queryOptions())
  const purposes = list.data?.items ?? []
  const [port, setPort] = useState(product.ports[0]?.name ?? '')
  const [chosen, setChosen] = useState('')
  const [duration, setDuration] = useState('PT1H')
  const [reason, setReason] = useState('')
  const purpose = chosen || (purposes.find(({ slug }) => slug === 'operations') ?? purposes[0])?.slug || ''
  const [missing, setMissing] = useState(false)
  const words = useRef<HTMLTextAreaElement>(null)
  const send = async () => {
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return words.current?.focus()
    await take.mutateAsync({ product: product.slug, port, purpose, duration, reason: reason.trim() })
    await queries.invalidateQueries()
    onClose()
    toast('You have access', { description: 'Those who would have decided are told, and will review it.' })
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Break the glass for ${product.title}`}
      description="Access at once, without anybody’s leave. Those who would have decided are told now, and review it before you can do it again."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={take.isPending} onClick={() => void send().catch(() => undefined)}>
            Break the glass
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {product.ports.length > 1 && (
          <Field label="Port">
            <Select value={port} onChange={({ target }) => setPort(target.value)}>
              {product.ports.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          </Field>
        )}
        <Field label="Purpose" error={list.error?.message}>
          <Select value={purpose} onChange={({ target }) => setChosen(target.value)}>
            {purposes.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="For how long" hint="It ends by itself.">
          <Select value={duration} onChange={({ target }) => setDuration(target.value)}>
            {hours.map((one) => (
              <option key={one} value={one}>
                {one.replace(/\D/g, '')} {one === 'PT1H' ? 'hour' : 'hours'}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="What the emergency is"
          required
          hint="Those who are told read it first, and it stays in the history."
          error={missing && reason.trim() === '' ? 'Say what the emergency is' : undefined}
        >
          <Textarea ref={words} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <FormError>{take.error?.message}</FormError>
      </div>
    </Sheet>
  )
}
