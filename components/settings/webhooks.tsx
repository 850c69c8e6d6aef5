'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Switch } from '@/components/ui/choice'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { exactTime } from '@/components/ui/format'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast, toastError } from '@/components/ui/toast'
import type { Webhook } from '@/server/notify/schema'
import { SettingsPage } from './settings-page'
import { WebhookLog } from './webhook-log'

const NewWebhookSheet = dynamic(() => import('./new-webhook-sheet').then((part) => part.NewWebhookSheet))
const WebhookSecretSheet = dynamic(() => import('./webhook-secret-sheet').then((part) => part.WebhookSecretSheet))

/** Where the organisation's notifications are posted, and how each delivery went. */
export function Webhooks() {
  const trpc = useTRPC()
  const [making, setMaking] = useState(false)
  const hooks = useQuery(trpc.webhook.list.queryOptions())
  const body = () => {
    if (hooks.error)
      return (
        <ErrorState title="The webhooks could not be read" error={hooks.error} retry={() => void hooks.refetch()} />
      )
    if (!hooks.data) return <SkeletonRows rows={3} label="Reading the webhooks" />
    if (hooks.data.items.length === 0)
      return (
        <EmptyState
          title="No webhooks yet"
          icon={<WebhookIcon />}
          action={<Button onClick={() => setMaking(true)}>New webhook</Button>}
        >
          What people are told here is also posted to an address of yours, signed, so that a chat or a ticket system can
          show it.
        </EmptyState>
      )
    return (
      <ul className="divide-y divide-line border-line border-y">
        {hooks.data.items.map((hook) => (
          <OneWebhook key={hook.id} hook={hook} />
        ))}
      </ul>
    )
  }
  return (
    <SettingsPage
      at="webhooks"
      title="Webhooks"
      lead="What people of the organisation are told, posted to an address of yours and signed as Standard Webhooks says."
      action={
        <Button kind="primary" icon={<Plus />} onClick={() => setMaking(true)}>
          New webhook
        </Button>
      }
    >
      {body()}
      {making && <NewWebhookSheet open={making} onOpenChange={setMaking} />}
    </SettingsPage>
  )
}

function OneWebhook({ hook }: { hook: Webhook }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.webhook.pathKey() })
  const change = useMutation(trpc.webhook.change.mutationOptions({ onSettled: refresh, onError: toastError }))
  const tryOut = useMutation(trpc.webhook.tryOut.mutationOptions({ onSettled: refresh, onError: toastError }))
  const remove = useMutation(trpc.webhook.remove.mutationOptions())
  const [ending, setEnding] = useState(false)
  const [renewing, setRenewing] = useState(false)
  const { host } = new URL(hook.url)
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <p className="break-all font-mono text-sm">{hook.url}</p>
          <Standing hook={hook} />
          {hook.olderSecretUntil && (
            <p className="text-muted text-xs">
              Signed with the older secret as well until{' '}
              <span className="tabular">{exactTime(hook.olderSecretUntil)}</span>
            </p>
          )}
        </div>
        <Button size="sm" busy={tryOut.isPending} onClick={() => tryOut.mutate({ id: hook.id })}>
          Try it
        </Button>
        <Button size="sm" onClick={() => setRenewing(true)} aria-label={`New secret for ${host}`}>
          New secret
        </Button>
        <Button size="sm" kind="quiet" onClick={() => setEnding(true)} aria-label={`Remove the webhook to ${host}`}>
          Remove
        </Button>
        <Switch
          label={`Send to ${host}`}
          checked={hook.state === 'active'}
          onChange={(on) => change.mutate({ id: hook.id, state: on ? 'active' : 'disabled' })}
        />
      </div>
      <WebhookLog id={hook.id} />
      {renewing && <WebhookSecretSheet hook={hook} onClose={() => setRenewing(false)} />}
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title={`Remove the webhook to ${host}?`}
        consequences="Nothing is posted there any more, and its log goes with it. This cannot be undone."
        action="Remove webhook"
        onConfirm={async () => {
          await remove.mutateAsync({ id: hook.id })
          await refresh()
          toast('Webhook removed')
        }}
      />
    </li>
  )
}

function Standing({ hook }: { hook: Webhook }) {
  if (hook.state === 'disabled') return <Status tone="bad">Off. {hook.problem}</Status>
  if (hook.failures > 0) return <Status tone="warn">The last {hook.failures} tries failed</Status>
  return <Status tone="ok">On</Status>
}
