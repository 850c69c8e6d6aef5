'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code'
import { Sheet } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

/** Makes a webhook and shows its secret once. */
export function NewWebhookSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.webhook.list.queryKey() })
  const create = useMutation(trpc.webhook.create.mutationOptions({ onSuccess: refresh }))
  const [url, setUrl] = useState('https://')
  const made = create.data
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={made ? 'Its secret' : 'New webhook'}
      description={
        made
          ? 'Copy it now: it is shown once, and kept sealed. Your receiver checks each message by it.'
          : 'Each message is posted there as JSON: what happened, who was told in which words, and a link.'
      }
      footer={
        made ? (
          <Button kind="primary" onClick={() => onOpenChange(false)}>
            I have copied it
          </Button>
        ) : (
          <Button kind="primary" busy={create.isPending} onClick={() => create.mutate({ url })}>
            Make webhook
          </Button>
        )
      }
    >
      {made ? (
        <CodeBlock title={new URL(made.url).host} code={made.secret} />
      ) : (
        <Field label="Address" error={create.error?.message} hint="A private one must be opened by STOA_NET_ALLOW">
          <Input
            type="url"
            inputMode="url"
            className="font-mono"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
      )}
    </Sheet>
  )
}
