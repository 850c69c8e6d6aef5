'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { enter } from './enter'
import type { invitationRules } from './rules'

const rules: typeof invitationRules = async (...given) => (await import('./rules')).invitationRules(...given)

/** Accepts an invitation: a name and a password for this organisation, and in. */
export function InvitationForm({ code, email, name }: { code: string; email: string; name: string }) {
  const trpc = useTRPC()
  const router = useRouter()
  const accept = useMutation(trpc.account.accept.mutationOptions())
  const { register, handleSubmit, formState } = useForm({
    resolver: rules,
    defaultValues: { name, password: '' },
  })
  const { errors, isSubmitting } = formState

  const submit = handleSubmit(async (given) => {
    const { org } = await accept.mutateAsync({ code, ...given })
    const problem = await enter({ org, email, password: given.password })
    router.push(problem ? '/sign-in' : `/${org}`)
    router.refresh()
  })

  return (
    <form onSubmit={(event) => void submit(event).catch(() => undefined)} noValidate className="flex flex-col gap-4">
      <FormError>{accept.error?.message}</FormError>
      <Field label="E-mail">
        <Input value={email} readOnly autoComplete="username" />
      </Field>
      <Field label="Your name" error={errors.name?.message}>
        <Input autoComplete="name" {...register('name')} />
      </Field>
      <Field
        label="Password"
        hint="At least 10 characters. It is for this organisation only."
        error={errors.password?.message}
      >
        <Input type="password" autoComplete="new-password" {...register('password')} />
      </Field>
      <Button type="submit" kind="primary" busy={isSubmitting}>
        Join
      </Button>
    </form>
  )
}
