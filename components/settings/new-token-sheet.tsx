'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { CodeBlock } from '@/components/ui/code'
import { Sheet } from '@/components/ui/dialog'
import { Field, FieldSet, FormError } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import type { TokenScope } from '@/server/tenancy/schema'
import { scopeSentences, tokenScopes } from './words'

const day = 86_400_000
const lifetimes = [7, 30, 90, 365]

/** Makes a token and shows it once, with the call that tries it. */
export function NewTokenSheet({
  open,
  onOpenChange,
  origin,
  onMade,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  origin: string
  onMade: () => void
}) {
  const trpc = useTRPC()
  const create = useMutation(trpc.account.createToken.mutationOptions({ onSuccess: onMade }))
  const [name, setName] = useState('')
  const [days, setDays] = useState(90)
  const [scopes, setScopes] = useState<TokenScope[]>(['read', 'request'])
  const made = create.data

  function close(next: boolean) {
    onOpenChange(next)
    if (next) return
    create.reset()
    setName('')
  }
  const submit = () => create.mutate({ name, scopes, expiresAt: new Date(Date.now() + days * day).toISOString() })

  return (
    <Sheet
      open={open}
      onOpenChange={close}
      title={made ? 'Your new token' : 'New token'}
      description={
        made
          ? 'Copy it now: it is shown once, and only its hash is kept.'
          : 'It acts as you, within what you tick here.'
      }
      footer={
        made ? (
          <Button kind="primary" onClick={() => close(false)}>
            I have copied it
          </Button>
        ) : (
          <Button
            kind="primary"
            busy={create.isPending}
            disabled={!name.trim() || scopes.length === 0}
            onClick={submit}
          >
            Make token
          </Button>
        )
      }
    >
      {made ? (
        <div className="flex flex-col gap-4">
          <CodeBlock title={made.name} code={made.token} />
          <CodeBlock
            title="Try it"
            code={`curl -s ${origin}/api/v1/me \\\n  -H 'Authorization: Bearer ${made.token}'`}
          />
        </div>
      ) : (
        <div className="flex flex-col gap-5">
          <FormError>{create.error?.message}</FormError>
          <Field label="Name" hint="Where it is used, so that you know it again">
            <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} />
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
          <FieldSet legend="May">
            {tokenScopes.map((scope) => (
              <Checkbox
                key={scope}
                checked={scopes.includes(scope)}
                onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((other) => other !== scope))}
                label={scopeSentences[scope]}
              />
            ))}
          </FieldSet>
        </div>
      )}
    </Sheet>
  )
}
