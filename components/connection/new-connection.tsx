'use client'

import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { publishesSomewhere } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { FormActions, FormError } from '@/components/ui/field'
import { counted } from '@/components/ui/format'
import { Page } from '@/components/ui/page'
import { EmptyState } from '@/components/ui/states'
import { Stepper } from '@/components/ui/stepper'
import { KindStep } from './kind-step'
import { problemsOf } from './problems'

const SettingsStep = dynamic(() => import('./settings-step').then((part) => part.SettingsStep))
const AssetPicker = dynamic(() => import('./asset-picker').then((part) => part.AssetPicker))
const ScheduleChoice = dynamic(() => import('./schedule-choice').then((part) => part.ScheduleChoice))

const steps = [
  { id: 'kind', label: 'Kind' },
  { id: 'settings', label: 'Settings' },
  { id: 'assets', label: 'Assets' },
  { id: 'schedule', label: 'Schedule' },
] as const
const address = {
  step: parseAsStringLiteral(steps.map(({ id }) => id)).withDefault('kind'),
  kind: parseAsString,
  id: parseAsString,
}

/** From a kind to the first run. Where one is stands in the address: leaving and coming back loses nothing that was saved. */
export function NewConnection({ org }: { org: string }) {
  const [{ step, kind, id }, go] = useQueryStates(address, { history: 'push' })
  const [chosen, setChosen] = useState<Set<string>>(new Set())
  const { viewer } = useFrame()
  const crumbs = [{ label: 'Connections', href: `/${org}/connections` }]
  if (!publishesSomewhere(viewer))
    return (
      <Page title="Connect a source" crumbs={crumbs}>
        <EmptyState title="You publish for no domain">
          Ask the owner of a domain to make you its publisher; then you can connect its sources.
        </EmptyState>
      </Page>
    )
  const at = (step === 'settings' && !kind) || ((step === 'assets' || step === 'schedule') && !id) ? 'kind' : step
  return (
    <Page title="Connect a source" crumbs={crumbs}>
      <Stepper steps={[...steps]} current={at} onGo={(next) => !id && void go({ step: next as typeof step })} />
      {at === 'kind' && (
        <KindStep
          kind={kind ?? undefined}
          onChange={(next) => void go({ kind: next })}
          onNext={() => void go({ step: 'settings' })}
        />
      )}
      {at === 'settings' && kind && (
        <SettingsStep
          key={kind}
          kind={kind}
          onBack={() => void go({ step: 'kind' })}
          onMade={(made) => void go({ step: 'assets', id: made })}
        />
      )}
      {at === 'assets' && id && (
        <div className="flex flex-col gap-4">
          <AssetPicker org={org} connection={id} chosen={chosen} onChange={setChosen} />
          <FormActions>
            <Button kind="primary" disabled={chosen.size === 0} onClick={() => void go({ step: 'schedule' })}>
              Continue
            </Button>
          </FormActions>
        </div>
      )}
      {at === 'schedule' && id && (
        <LastStep org={org} id={id} chosen={chosen} onBack={() => void go({ step: 'assets' })} />
      )}
    </Page>
  )
}

function LastStep({ org, id, chosen, onBack }: { org: string; id: string; chosen: Set<string>; onBack: () => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const [cron, setCron] = useState<string | null>(null)
  const update = useMutation(trpc.connection.update.mutationOptions())
  const sync = useMutation(trpc.connection.sync.mutationOptions())
  async function begin() {
    await update.mutateAsync({ id, schedule: cron })
    const { runId } = await sync.mutateAsync({ id, assets: [...chosen] })
    router.push(`/${org}/runs/${runId}`)
  }
  const failed = update.error ?? sync.error
  return (
    <div className="flex flex-col gap-4">
      <ScheduleChoice value={cron} onChange={setCron} error={problemsOf(update.error)[0]?.message} />
      {failed && problemsOf(update.error).length === 0 && <FormError>{failed.message}</FormError>}
      <FormActions>
        <Button kind="quiet" onClick={onBack}>
          Back
        </Button>
        <Button
          kind="primary"
          disabled={chosen.size === 0}
          busy={update.isPending || sync.isPending}
          onClick={() => void begin().catch(() => undefined)}
        >
          {chosen.size === 0 ? 'Choose assets first' : `Copy ${counted(chosen.size, 'asset')}`}
        </Button>
      </FormActions>
    </div>
  )
}
