'use client'

import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormActions, FormError } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { Status } from '@/components/ui/status'
import type { TestResult } from '@/server/ingestion/schema'
import { problemsOf } from './problems'
import { fieldsOf, filled, startOf } from './settings-fields'
import { type Problem, SettingsForm } from './settings-form'

/** Second step: name, domain and settings; Test says which field is wrong before anything is stored. */
export function SettingsStep({
  kind,
  onBack,
  onMade,
}: {
  kind: string
  onBack: () => void
  onMade: (id: string) => void
}) {
  const trpc = useTRPC()
  const { data: kinds } = useSuspenseQuery(trpc.connector.list.queryOptions({}))
  const connector = kinds.items.find((one) => one.kind === kind)!
  const [config, setConfig] = useState(() => startOf(fieldsOf(connector.config)))
  const [secrets, setSecrets] = useState<Record<string, unknown>>({})
  const [name, setName] = useState('')
  const domains = useMyDomains()
  const [picked, setDomain] = useState<string>()
  const domain = picked ?? domains[0]?.slug ?? ''
  const input = {
    kind,
    domain,
    config: filled(config),
    ...(fieldsOf(connector.secrets).length > 0 ? { secrets: filled(secrets) } : {}),
  }
  const test = useMutation(trpc.connection.try.mutationOptions())
  const create = useMutation(trpc.connection.create.mutationOptions({ onSuccess: ({ id }) => onMade(id) }))
  const problems = [...problemsOf(create.error), ...problemsOf(test.error), ...(test.data?.problems ?? [])]
  const changed = () => {
    create.reset()
    test.reset()
  }
  return (
    <form
      className="flex max-w-xl flex-col gap-4"
      noValidate
      onChange={changed}
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate({ ...input, name })
      }}
    >
      <Field
        label="Name"
        required
        hint="Contracts name it; it is fixed once something was copied."
        error={problems.find(({ path }) => path === 'name')?.message}
      >
        <Input value={name} onChange={(event) => setName(event.target.value)} autoFocus />
      </Field>
      <Field label="Domain" required hint="The team that owns it.">
        <Select value={domain} onChange={(event) => setDomain(event.target.value)}>
          {domains.map((one) => (
            <option key={one.slug} value={one.slug}>
              {one.name}
            </option>
          ))}
        </Select>
      </Field>
      <SettingsForm
        fields={fieldsOf(connector.config)}
        values={config}
        onChange={setConfig}
        under="config"
        problems={problems}
      />
      <SettingsForm
        secret
        fields={fieldsOf(connector.secrets)}
        values={secrets}
        onChange={setSecrets}
        under="secrets"
        problems={problems}
      />
      <Outcome tested={test.data} failed={create.error ?? test.error} />
      <FormActions>
        <Button kind="quiet" onClick={onBack}>
          Back
        </Button>
        <Button busy={test.isPending} onClick={() => test.mutate(input)}>
          Test
        </Button>
        <Button kind="primary" type="submit" busy={create.isPending}>
          Save and choose assets
        </Button>
      </FormActions>
    </form>
  )
}

/** Places that a form here marks itself. */
const shown = /^(name$|schedule$|config\.|secrets\.)/

/** What a test or a refused save said; where every fault is marked at its field it only points there. */
export function Outcome({ tested, failed }: { tested?: TestResult; failed?: { message: string } | null }) {
  if (failed) return <FormError>{pointing(problemsOf(failed)) ?? failed.message}</FormError>
  if (!tested) return null
  // A test also says what the source answered; only a list of the settings by their paths is left out.
  const listed = tested.problems.some(({ path }) => tested.detail.includes(path))
  if (!tested.ok) return <FormError>{(listed && pointing(tested.problems)) || tested.detail}</FormError>
  return (
    <div role="status">
      <Status tone="ok">{tested.detail}</Status>
    </div>
  )
}

/** Domains in which one may connect sources. */
function useMyDomains() {
  const trpc = useTRPC()
  const me = useQuery(trpc.organisation.me.queryOptions({}))
  const all = useQuery(trpc.domain.list.queryOptions({}))
  if (me.data?.role === 'owner') return all.data?.items ?? []
  return me.data?.domains.filter(({ role }) => role !== 'member') ?? []
}

function pointing(faults: Problem[]) {
  if (faults.length === 0 || !faults.every(({ path }) => shown.test(path))) return null
  return `Mend ${faults.length === 1 ? 'the marked field' : 'the marked fields'}.`
}
