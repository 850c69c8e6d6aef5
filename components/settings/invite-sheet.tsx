'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { type NewMember, newMember } from '@/server/tenancy/schema'
import { orgRoles, roleSentences } from './words'

/** Invites a person: a link that works once, to be sent by whatever way the team uses. */
export function InviteSheet({
  open,
  onOpenChange,
  onInvited,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  onInvited: () => void
}) {
  const trpc = useTRPC()
  const invite = useMutation(trpc.member.invite.mutationOptions({ onSuccess: onInvited }))
  const defaults: NewMember = { email: '', name: '', role: 'member' }
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(newMember),
    defaultValues: defaults,
  })
  const { errors } = formState
  const made = invite.data

  function close(next: boolean) {
    onOpenChange(next)
    if (next) return
    invite.reset()
    reset()
  }

  return (
    <Sheet
      open={open}
      onOpenChange={close}
      title={made ? `Send this to ${made.name}` : 'Invite a person'}
      description={made ? 'The link works once, for 14 days.' : 'They choose their own password.'}
      footer={
        made ? (
          <Button kind="primary" onClick={() => close(false)}>
            Done
          </Button>
        ) : (
          <Button kind="primary" type="submit" form="invite" busy={invite.isPending}>
            Make invitation
          </Button>
        )
      }
    >
      {made ? (
        <CodeBlock title="Invitation link" code={made.invitation.url} />
      ) : (
        <form
          id="invite"
          noValidate
          className="flex flex-col gap-5"
          onSubmit={handleSubmit((input) => invite.mutate(input))}
        >
          <FormError>{invite.error?.message}</FormError>
          <Field label="E-mail" error={errors.email?.message}>
            <Input type="email" {...register('email')} />
          </Field>
          <Field label="Name" error={errors.name?.message}>
            <Input {...register('name')} />
          </Field>
          <Field label="Role" error={errors.role?.message}>
            <Select {...register('role')}>
              {orgRoles.map((role) => (
                <option key={role} value={role}>
                  {roleSentences[role]}
                </option>
              ))}
            </Select>
          </Field>
        </form>
      )}
    </Sheet>
  )
}
