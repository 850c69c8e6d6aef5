'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Controller, useForm } from 'react-hook-form'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { period } from '@/components/ui/format'
import { Input, Select, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { type NewRequest, newRequest } from '@/server/access/schema'
import { ColumnsAskedFor } from './columns-asked-for'

type Port = {
  name: string
  objects: { name: string; columns: { name: string; classification: string | null }[] }[]
}

const presets = ['P30D', 'P90D', 'P6M', 'P1Y']

/** Asks for one port of a product: what for, why, how long; and says who will decide. */
export function RequestSheet({
  product,
  deciders,
  open,
  onClose,
}: {
  product: { slug: string; title: string; ports: Port[]; domain: { name: string } }
  deciders: string[]
  open: boolean
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const purposes = useQuery(trpc.purpose.list.queryOptions())
  const ask = useMutation(trpc.access.request.mutationOptions())
  const { register, control, handleSubmit, formState, watch, setError, reset } = useForm<NewRequest>({
    resolver: zodResolver(newRequest),
    defaultValues: { product: product.slug, port: product.ports[0]?.name, duration: 'P90D', reason: '' },
  })
  const { errors } = formState
  const port = product.ports.find(({ name }) => name === watch('port'))

  const send = handleSubmit(async (values) => {
    try {
      await ask.mutateAsync(values)
      await queries.invalidateQueries()
      reset()
      onClose()
      toast('Asked', { description: `${who(deciders, product.domain.name)}. You will be told.` })
    } catch (error) {
      setError('root', { message: error instanceof Error ? error.message : 'It could not be sent. Try again.' })
    }
  })

  return (
    <Sheet
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Request ${product.title}`}
      description={`${who(deciders, product.domain.name)}.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={ask.isPending} onClick={() => void send()}>
            Request access
          </Button>
        </>
      }
    >
      <form onSubmit={send} className="flex flex-col gap-5" noValidate>
        {product.ports.length > 1 && (
          <Field label="Port" error={errors.port?.message}>
            <Select {...register('port')}>
              {product.ports.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          </Field>
        )}
        {port && <ColumnsAskedFor objects={port.objects} />}
        <Controller
          control={control}
          name="purpose"
          render={({ field }) => (
            <Field label="Purpose" required error={errors.purpose && 'Choose what you need it for'}>
              <RadioCards
                label="Purpose"
                value={field.value}
                onChange={field.onChange}
                choices={(purposes.data?.items ?? []).map(({ slug, title, description }) => ({
                  value: slug,
                  title,
                  hint: description,
                }))}
              />
            </Field>
          )}
        />
        <Field
          label="Reason"
          optional
          error={errors.reason?.message}
          hint="What you want to find out or build. It is the first thing the decider reads."
        >
          <Textarea rows={3} {...register('reason')} />
        </Field>
        <Controller
          control={control}
          name="duration"
          render={({ field }) => <DurationField {...field} error={errors.duration?.message} />}
        />
        <FormError>{errors.root?.message}</FormError>
        <button type="submit" hidden tabIndex={-1} aria-hidden />
      </form>
    </Sheet>
  )
}

function DurationField({ value, onChange, error }: { value: string; onChange: (to: string) => void; error?: string }) {
  const other = !presets.includes(value)
  return (
    <Field
      label="For how long"
      error={error}
      hint="Counted from the approval, at most two years. Access ends by itself; you can ask again."
    >
      <Select
        value={other ? 'other' : value}
        onChange={({ target }) => onChange(target.value === 'other' ? '' : target.value)}
      >
        {presets.map((preset) => (
          <option key={preset} value={preset}>
            {period(preset)}
          </option>
        ))}
        <option value="other">Another length</option>
      </Select>
      {other && (
        <Input
          aria-label="Length in ISO 8601"
          placeholder="P45D is 45 days"
          className="mt-2 font-mono"
          value={value}
          onChange={({ target }) => onChange(target.value.toUpperCase())}
        />
      )}
    </Field>
  )
}

/** "Ines Aldana or Marco Reyes decides" */
function who(deciders: string[], domain: string) {
  if (deciders.length === 0) return `An owner of ${domain} decides`
  return `${new Intl.ListFormat('en', { type: 'disjunction' }).format(deciders.slice(0, 3))} decides`
}
