'use client'

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { FormActions } from '@/components/ui/field'
import { counted } from '@/components/ui/format'
import { Section } from '@/components/ui/page'
import { toast } from '@/components/ui/toast'
import type { Connection } from '@/server/ingestion/schema'
import { problemsOf } from './problems'
import { ScheduleChoice } from './schedule-choice'
import { fieldsOf, filled } from './settings-fields'
import { SettingsForm } from './settings-form'
import { Outcome } from './settings-step'

/** How a connection signs in and how often it copies; and its end. */
export function ConnectionSettings({ org, connection }: { org: string; connection: Connection }) {
  const { id } = connection
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { data } = useSuspenseQuery(trpc.connector.list.queryOptions({}))
  const connector = data.items.find(({ kind }) => kind === connection.kind)!
  const secretFields = fieldsOf(connector.secrets)
  const [config, setConfig] = useState<Record<string, unknown>>(connection.config)
  const [secrets, setSecrets] = useState<Record<string, unknown>>({})
  const [cron, setCron] = useState(connection.schedule)
  const test = useMutation(
    trpc.connection.test.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.connection.list.queryKey() }),
    }),
  )
  const save = useMutation(
    trpc.connection.update.mutationOptions({
      onSuccess: async () => {
        toast('Saved')
        await queries.invalidateQueries({ queryKey: trpc.connection.pathKey() })
      },
    }),
  )
  const given = filled(secrets)
  const problems = [...problemsOf(save.error), ...(test.data?.problems ?? [])]
  return (
    <div className="flex max-w-xl flex-col gap-8">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({
            id,
            config: filled(config),
            schedule: cron,
            ...(Object.keys(given).length > 0 ? { secrets: given } : {}),
          })
        }}
      >
        <SettingsForm
          fields={fieldsOf(connector.config)}
          values={config}
          onChange={setConfig}
          under="config"
          problems={problems}
        />
        {secretFields.length > 0 && (
          <p className="text-muted text-sm">
            {connection.hasSecrets
              ? 'Secrets are sealed. Leave them empty to keep them; pointing elsewhere needs them again.'
              : 'There are no secrets; enter them.'}
          </p>
        )}
        <SettingsForm
          secret
          fields={secretFields.map((field) => ({ ...field, required: false }))}
          values={secrets}
          onChange={setSecrets}
          under="secrets"
          problems={problems}
        />
        <Section title="Schedule">
          <ScheduleChoice
            value={cron}
            onChange={setCron}
            error={problems.find(({ path }) => path === 'schedule')?.message}
          />
        </Section>
        <Outcome tested={test.data} failed={save.error ?? test.error} />
        <FormActions>
          <Button busy={test.isPending} onClick={() => test.mutate({ id })}>
            Test what is saved
          </Button>
          <Button kind="primary" type="submit" busy={save.isPending}>
            Save
          </Button>
        </FormActions>
      </form>
      <Removal org={org} connection={connection} />
    </div>
  )
}

function Removal({ org, connection }: { org: string; connection: Connection }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const remove = useMutation(trpc.connection.remove.mutationOptions())
  return (
    <Section
      title="Remove"
      lead="Ends the connection with its secrets, runs and copies. Refused while a product stands on one of its assets."
    >
      <Button kind="danger" onClick={() => setOpen(true)}>
        Remove {connection.name}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove ${connection.name}?`}
        consequences={`${counted(connection.assets, 'asset')} and the copies of ${connection.synced} of them end with it. This cannot be undone.`}
        action="Remove"
        type={connection.name}
        onConfirm={async () => {
          await remove.mutateAsync({ id: connection.id })
          await queries.invalidateQueries({ queryKey: trpc.connection.list.queryKey() })
          router.push(`/${org}/connections`)
        }}
      />
    </Section>
  )
}
