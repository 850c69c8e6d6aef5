'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { newDomain } from '@/server/tenancy/schema'

/** Makes a domain. */
export function NewDomainSheet({
  open,
  onOpenChange,
  onMade,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  onMade: () => void
}) {
  const trpc = useTRPC()
  const create = useMutation(trpc.domain.create.mutationOptions())
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(newDomain),
    defaultValues: { name: '', slug: '', description: '' },
  })
  const { errors } = formState
  const submit = handleSubmit(async (input) => {
    await create.mutateAsync(input)
    onMade()
    reset()
    onOpenChange(false)
  })
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title="New domain"
      description="A team that owns connections and products."
      footer={
        <Button kind="primary" type="submit" form="domain" busy={create.isPending}>
          Make domain
        </Button>
      }
    >
      <form
        id="domain"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => void submit(event).catch(() => undefined)}
      >
        <FormError>{create.error?.message}</FormError>
        <Field label="Name" error={errors.name?.message}>
          <Input {...register('name')} />
        </Field>
        <Field label="Short name" hint="Part of addresses and documents" error={errors.slug?.message}>
          <Input autoCapitalize="none" className="font-mono" {...register('slug')} />
        </Field>
        <Field label="What it does" optional error={errors.description?.message}>
          <Textarea {...register('description')} />
        </Field>
      </form>
    </Sheet>
  )
}
