'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { CodeBlock } from '@/components/ui/code'
import { Sheet } from '@/components/ui/dialog'
import { FormError } from '@/components/ui/field'
import { exactTime } from '@/components/ui/format'
import type { Webhook } from '@/server/notify/schema'

/** Gives a webhook another secret and shows it once. */
export function WebhookSecretSheet({ hook, onClose }: { hook: Webhook; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.webhook.list.queryKey() })
  const rotate = useMutation(trpc.webhook.rotateSecret.mutationOptions({ onSuccess: refresh }))
  const [atOnce, setAtOnce] = useState(false)
  const { host } = new URL(hook.url)
  const made = rotate.data
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={made ? 'Its new secret' : `New secret for ${host}`}
      description={
        made
          ? 'Copy it now: it is shown once, and kept sealed.'
          : 'For 24 hours each message is signed with both, so that nothing is missed while you give your receiver the new one.'
      }
      footer={
        made ? (
          <Button kind="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <Button kind="primary" busy={rotate.isPending} onClick={() => rotate.mutate({ id: hook.id, atOnce })}>
            Make new secret
          </Button>
        )
      }
    >
      {made ? (
        <div className="flex flex-col gap-3">
          <CodeBlock title={host} code={made.secret} />
          <p className="text-muted text-sm">
            {made.olderSecretUntil
              ? `The one before it still signs until ${exactTime(made.olderSecretUntil)}.`
              : 'The one before it signs nothing more.'}
          </p>
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          <Checkbox
            checked={atOnce}
            onChange={setAtOnce}
            label="End the one before at once"
            hint="If somebody else may know it. Until your receiver has the new one, it refuses what comes; that is tried again for some hours."
          />
          <FormError>{rotate.error?.message}</FormError>
        </div>
      )}
    </Sheet>
  )
}
