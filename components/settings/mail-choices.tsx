'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Switch } from '@/components/ui/choice'
import { ErrorState, PartialNote, SkeletonRows } from '@/components/ui/states'
import { toastError } from '@/components/ui/toast'
import { SettingsPage } from './settings-page'

/** What one is told of; everything stands in the portal, and what is switched on here also arrives by mail. */
export function MailChoices() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const key = trpc.notify.choices.queryKey()
  const choices = useQuery(trpc.notify.choices.queryOptions())
  const choose = useMutation(
    trpc.notify.choose.mutationOptions({
      onSuccess: (written) => queries.setQueryData(key, written),
      onError: toastError,
    }),
  )
  const body = () => {
    if (choices.error)
      return <ErrorState title="They could not be read" error={choices.error} retry={() => void choices.refetch()} />
    if (!choices.data) return <SkeletonRows rows={4} label="Reading your choices" />
    return (
      <>
        {!choices.data.sends && (
          <PartialNote>
            This installation sends no mail yet: its operator sets SMTP_URL. Your choices count from then on.
          </PartialNote>
        )}
        <ul className="mt-4 divide-y divide-line border-line border-y">
          {choices.data.items.map(({ kind, title, mail }) => {
            const pending = choose.isPending && choose.variables.items.find((one) => one.kind === kind)
            return (
              <li key={kind} className="flex items-center gap-4 py-3">
                <span className="min-w-0 flex-1">{title}</span>
                <Switch
                  label={`By mail: ${title}`}
                  checked={pending ? pending.mail : mail}
                  onChange={(on) => choose.mutate({ items: [{ kind, mail: on }] })}
                />
              </li>
            )
          })}
        </ul>
      </>
    )
  }
  return (
    <SettingsPage
      at="notifications"
      title="Notifications"
      lead="Everything you are told stands in the portal. What you switch on here also arrives by mail: one sentence and a link."
    >
      {body()}
    </SettingsPage>
  )
}
