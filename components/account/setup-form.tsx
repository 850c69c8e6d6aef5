'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { enter } from './enter'
import type { setupRules } from './rules'

const rules: typeof setupRules = async (...given) => (await import('./rules')).setupRules(...given)
const toSlug = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)

/** Makes the first organisation of an installation and its owner, and signs the owner in. */
export function SetupForm() {
  const trpc = useTRPC()
  const router = useRouter()
  const setup = useMutation(trpc.organisation.setup.mutationOptions())
  const { register, handleSubmit, formState, setValue } = useForm({
    resolver: rules,
    defaultValues: { organisation: '', slug: '', name: '', email: '', password: '' },
  })
  const { errors, isSubmitting, dirtyFields } = formState
  const organisation = register('organisation')

  const submit = handleSubmit(async ({ organisation: name, slug, ...owner }) => {
    await setup.mutateAsync({ slug, name, owner })
    const problem = await enter({ org: slug, email: owner.email, password: owner.password })
    router.push(problem ? '/sign-in' : `/${slug}/settings/domains`)
    router.refresh()
  })

  return (
    <form onSubmit={(event) => void submit(event).catch(() => undefined)} noValidate className="flex flex-col gap-4">
      <FormError>{setup.error?.message}</FormError>
      <Field label="Organisation" error={errors.organisation?.message}>
        <Input
          autoComplete="organization"
          {...organisation}
          onChange={(event) => {
            void organisation.onChange(event)
            if (!dirtyFields.slug) setValue('slug', toSlug(event.target.value))
          }}
        />
      </Field>
      <Field label="Short name" hint="Part of every address; it stays as it is" error={errors.slug?.message}>
        <Input autoCapitalize="none" className="font-mono" {...register('slug')} />
      </Field>
      <Field label="Your name" error={errors.name?.message}>
        <Input autoComplete="name" {...register('name')} />
      </Field>
      <Field label="E-mail" error={errors.email?.message}>
        <Input type="email" autoComplete="username" {...register('email')} />
      </Field>
      <Field label="Password" hint="At least 10 characters" error={errors.password?.message}>
        <Input type="password" autoComplete="new-password" {...register('password')} />
      </Field>
      <Button type="submit" kind="primary" busy={isSubmitting}>
        Make the organisation
      </Button>
    </form>
  )
}
