'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field, FormError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { enter, safePath, session } from './enter'

/** Organisation (where there are several), e-mail and password; or the identity provider of the installation. */
export function SignInForm({
  asksOrg,
  oidc,
  from,
  said,
}: {
  asksOrg: boolean
  oidc: { name: string } | null
  from?: string
  said?: string
}) {
  const router = useRouter()
  const [failure, setFailure] = useState(said)
  const { register, handleSubmit, formState } = useForm({ defaultValues: { org: '', email: '', password: '' } })
  const { errors, isSubmitting } = formState

  const submit = handleSubmit(async ({ org, email, password }) => {
    setFailure(undefined)
    const problem = await enter({ ...(org.trim() && { org: org.trim() }), email: email.trim(), password })
    if (problem) return setFailure(problem)
    router.push(safePath(from))
    router.refresh()
  })

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormError>{failure}</FormError>
      {asksOrg && (
        <Field label="Organisation" hint="Its short name, as in its address" error={errors.org?.message}>
          <Input autoComplete="organization" autoCapitalize="none" {...register('org')} />
        </Field>
      )}
      <Field label="E-mail" error={errors.email?.message}>
        <Input type="email" autoComplete="username" {...register('email', { required: 'Give your e-mail address' })} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <Input
          type="password"
          autoComplete="current-password"
          {...register('password', { required: 'Give your password' })}
        />
      </Field>
      <Button type="submit" kind="primary" busy={isSubmitting}>
        Sign in
      </Button>
      {oidc && (
        <Button onClick={() => void session().then(({ signIn }) => signIn('oidc', { callbackUrl: safePath(from) }))}>
          Continue with {oidc.name}
        </Button>
      )}
    </form>
  )
}
