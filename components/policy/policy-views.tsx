'use client'

import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useQueryStates } from 'nuqs'
import { useEffect, useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Page } from '@/components/ui/page'
import { SkeletonRows } from '@/components/ui/states'
import { Tabs } from '@/components/ui/tabs'
import { toast } from '@/components/ui/toast'
import { policyAddress, type views } from './address'
import { Beside } from './beside'
import { LeaveGuard } from './leave-guard'
import { OldVersion } from './old-version'
import { TextView } from './text-view'
import { useDraft } from './use-draft'
import type { Version } from './version-list'

const loading = () => <SkeletonRows />
const SaveSheet = dynamic(() => import('./save-sheet').then((part) => part.SaveSheet), { ssr: false })
const WhoView = dynamic(() => import('./who-view').then((part) => part.WhoView), { loading })
const TrialView = dynamic(() => import('./trial-view').then((part) => part.TrialView), { loading })
const DecisionsView = dynamic(() => import('./decisions-view').then((part) => part.DecisionsView), { loading })

type Policies = {
  version: number
  text: string
  shipped: string
  schema: string
  versions: Version[]
  mayChange: boolean
}

/** The text, who may see what by it, what a draft would change, and what was decided: four views, each with its address. */
export function PolicyViews({ lead, policies }: { lead: string; policies: Policies }) {
  const { org, viewer } = useFrame()
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [address, set] = useQueryStates(policyAddress)
  const [saving, setSaving] = useState(false)
  const { mayChange } = policies
  const draft = useDraft(org.slug, policies, mayChange)
  const writing = mayChange && address.view === 'text' && address.version === null
  useSaveKey(writing && draft.dirty, () => setSaving(true))

  const fresh = () => cache.invalidateQueries({ queryKey: trpc.policy.pathKey() })
  async function compare() {
    const { version, text } = await cache.fetchQuery({ ...trpc.policy.get.queryOptions({}), staleTime: 0 })
    draft.takeBase({ version, text })
  }
  const show = (view: (typeof views)[number]) => void set({ view, version: null, policy: null })
  const go = (view: string) => show(view as (typeof views)[number])
  const decisions = viewer.role === 'owner' || viewer.role === 'auditor'
  const old = address.version !== null && address.version !== draft.base.version ? address.version : null

  const text = (
    <div className="grid min-w-0 gap-x-8 gap-y-10 xl:grid-cols-[minmax(0,1fr)_26rem]">
      {old !== null ? (
        <OldVersion
          key={old}
          number={old}
          head={policies.versions.find(({ number }) => number === old)}
          policy={address.policy}
          onBack={() => show('text')}
          onEdit={mayChange ? (was) => [draft.setText(was), show('text')] : undefined}
        />
      ) : (
        <TextView
          draft={draft}
          schema={policies.schema}
          mayChange={mayChange}
          policy={address.policy}
          onCompare={compare}
        />
      )}
      <Beside
        shipped={policies.shipped}
        schema={policies.schema}
        policy={address.policy}
        versions={policies.versions}
        standing={policies.version}
        shown={old ?? draft.base.version}
        onShow={(version) => void set({ version, policy: null })}
      />
    </div>
  )
  const tabs = [
    { value: 'text', label: 'Policies', content: text },
    { value: 'who', label: 'Who can see this', content: <WhoView /> },
    ...(mayChange
      ? [
          {
            value: 'changes',
            label: 'What would change',
            content: <TrialView draft={draft} onWrite={() => show('text')} />,
          },
        ]
      : []),
    ...(decisions ? [{ value: 'decisions', label: 'Decisions', content: <DecisionsView /> }] : []),
  ]
  return (
    <Page
      wide
      title="Policy"
      lead={lead}
      action={
        mayChange && (
          <Button kind="primary" disabled={!draft.dirty} onClick={() => setSaving(true)}>
            Save…
          </Button>
        )
      }
    >
      <Tabs
        label="Policy"
        value={tabs.some(({ value }) => value === address.view) ? address.view : 'text'}
        onChange={go}
        tabs={tabs}
      />
      {saving && (
        <SaveSheet
          draft={draft}
          onClose={() => setSaving(false)}
          onCompare={compare}
          onTry={() => [setSaving(false), show('changes')]}
          onSaved={(version) => {
            setSaving(false)
            toast(`Version ${version} stands`)
            void fresh()
          }}
        />
      )}
      <LeaveGuard dirty={draft.dirty} onLeave={draft.discard} />
    </Page>
  )
}

/** ⌘S opens the save sheet while there is something to save, and never the browser's own. */
function useSaveKey(ready: boolean, open: () => void) {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      if (ready) open()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
}
