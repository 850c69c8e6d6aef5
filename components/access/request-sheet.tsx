'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Controller, useForm } from 'react-hook-form'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { Sheet } from '@/components/ui/dialog'
import { Field, FieldSet, FormError } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { type NewRequest, newRequest } from '@/server/access/schema'
import { ColumnChoice } from './column-choice'
import { DeliveryField } from './delivery-field'
import { DurationField } from './duration-field'
import { WhoDecides } from './who-decides'
import { nameList } from './words'

type Port = {
  name: string
  objects: { name: string; columns: { name: string; classification: string | null }[] }[]
}

/** Asks for one port of a product: what for, which columns and rows, for whom, how long; and says who will decide. */
export function RequestSheet({
  product,
  deciders,
  inSource = [],
  open,
  onClose,
}: {
  product: { slug: string; title: string; type: 'data' | 'context'; ports: Port[]; domain: { name: string } }
  deciders: string[]
  /** Ports whose grants may be delivered into the source too. */
  inSource?: string[]
  open: boolean
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { viewer, domains } = useFrame()
  const purposes = useQuery(trpc.purpose.list.queryOptions())
  const all = useQuery(trpc.agent.list.queryOptions())
  const agents = all.data?.items.filter(({ sponsor }) => sponsor === viewer.id) ?? []
  const ask = useMutation(trpc.access.request.mutationOptions())
  const { register, control, handleSubmit, formState, watch, setError, setValue, reset } = useForm<NewRequest>({
    resolver: zodResolver(newRequest),
    defaultValues: { product: product.slug, port: product.ports[0]?.name, duration: 'P90D', reason: '' },
  })
  const { errors } = formState
  const port = product.ports.find(({ name }) => name === watch('port'))
  const who = `${deciders.length > 0 ? nameList(deciders) : `An owner of ${product.domain.name}`} decides.`

  const send = (draft: boolean) =>
    handleSubmit(async (values) => {
      try {
        const made = await ask.mutateAsync({ ...values, ...(draft && { draft }) })
        await queries.invalidateQueries()
        reset()
        onClose()
        const said = { draft: 'Kept as a draft', approved: 'Approved by the policy' }[made.state as 'draft'] ?? 'Asked'
        toast(said, { description: draft ? 'It is under My access, Requests.' : `${who} You will be told.` })
      } catch (error) {
        setError('root', { message: error instanceof Error ? error.message : 'It could not be sent. Try again.' })
      }
    })

  return (
    <Sheet
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Request ${product.title}`}
      description={who}
      footer={
        <>
          <Button kind="quiet" className="mr-auto" disabled={ask.isPending} onClick={() => void send(true)()}>
            Keep as draft
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={ask.isPending} onClick={() => void send(false)()}>
            Request access
          </Button>
        </>
      }
    >
      <form onSubmit={send(false)} className="flex flex-col gap-5" noValidate>
        {product.ports.length > 1 && (
          <Field label="Port" error={errors.port?.message}>
            <Select {...register('port', { onChange: () => setValue('columns', undefined) })}>
              {product.ports.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          </Field>
        )}
        <Controller
          control={control}
          name="purpose"
          render={({ field }) => (
            <Field
              label="Purpose"
              required
              error={purposes.error?.message ?? (errors.purpose && 'Choose what you need it for')}
            >
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
        {port && product.type === 'data' && (
          <Controller
            control={control}
            name="columns"
            render={({ field }) => (
              <FieldSet legend="Columns" hint="Asking for fewer is decided sooner.">
                <ColumnChoice
                  objects={port.objects}
                  value={field.value ?? null}
                  onChange={(columns) => field.onChange(columns ?? undefined)}
                />
                {errors.columns && <FormError>Choose at least one column.</FormError>}
              </FieldSet>
            )}
          />
        )}
        {product.type === 'data' && (
          <Field
            label="Rows"
            optional
            error={errors.rows?.message}
            hint="One condition over the columns above, such as country = 'DE'. Left empty: every row."
          >
            <Input
              className="font-mono"
              spellCheck={false}
              autoCapitalize="none"
              {...register('rows', { setValueAs: (value?: string) => value?.trim() || undefined })}
            />
          </Field>
        )}
        <Controller
          control={control}
          name="duration"
          render={({ field }) => <DurationField {...field} error={errors.duration?.message} />}
        />
        {port && inSource.includes(port.name) && !watch('for') && !watch('rows') && (
          <Controller
            control={control}
            name="delivery"
            shouldUnregister
            render={({ field }) => <DeliveryField value={field.value ?? 'portal'} onChange={field.onChange} />}
          />
        )}
        {viewer.domains.length + agents.length > 0 && (
          <Field
            label="For whom"
            hint="A domain’s access is that of whoever is in it at the moment. An agent reads no more than you may yourself."
          >
            <Select {...register('for', { setValueAs: (value?: string) => value || undefined })}>
              <option value="">Myself</option>
              {viewer.domains.map(({ slug }) => (
                <option key={slug} value={slug}>
                  Everybody in {domains[slug] ?? slug}
                </option>
              ))}
              {agents.map(({ id, name }) => (
                <option key={id} value={id}>
                  The agent {name}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {port && (
          <WhoDecides
            ask={{
              product: product.slug,
              port: port.name,
              for: watch('for') || undefined,
              columns: watch('columns')?.length ? watch('columns') : undefined,
            }}
          />
        )}
        <FormError>{errors.root?.message}</FormError>
        <button type="submit" hidden tabIndex={-1} aria-hidden />
      </form>
    </Sheet>
  )
}
