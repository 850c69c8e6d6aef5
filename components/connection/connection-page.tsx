'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Page } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { Tabs } from '@/components/ui/tabs'
import { toast, toastError } from '@/components/ui/toast'
import { AssetPicker } from './asset-picker'
import { connectionWords, kindWord, scheduleWords } from './words'

const RunList = dynamic(() => import('./run-list').then((part) => part.RunList))
const ConnectionSettings = dynamic(() => import('./connection-settings').then((part) => part.ConnectionSettings))

const tabs = ['assets', 'runs', 'settings'] as const

/** A connection: what it shows, what was copied, how it signs in. */
export function ConnectionPage({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC()
  const { domains } = useFrame()
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('assets'))
  const query = useQuery(trpc.connection.get.queryOptions({ id }))
  const crumbs = [{ label: 'Connections', href: `/${org}/connections` }]
  if (query.isError)
    return (
      <Page title="Connection" crumbs={crumbs}>
        <ErrorState title="The connection could not be read" error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  const connection = query.data
  if (!connection)
    return (
      <Page title="Connection" crumbs={crumbs}>
        <SkeletonRows label="Reading the connection" />
      </Page>
    )
  const words = connectionWords[connection.state]
  return (
    <Page
      wide
      title={connection.name}
      crumbs={crumbs}
      aside={<Status tone={words.tone}>{words.word}</Status>}
      lead={`${kindWord(connection.kind)} of ${domains[connection.domain] ?? connection.domain}. ${scheduleWords(connection.schedule)}.${connection.problem ? ` ${connection.problem}` : ''}`}
    >
      <Tabs
        label="Views of the connection"
        value={tab}
        onChange={(next) => void setTab(next as (typeof tabs)[number])}
        tabs={[
          {
            value: 'assets',
            label: 'Assets',
            count: connection.discoveredAt ? connection.assets : undefined,
            content: <Assets org={org} id={id} />,
          },
          { value: 'runs', label: 'Runs', content: <RunList org={org} connection={id} /> },
          {
            value: 'settings',
            label: 'Settings',
            content: <ConnectionSettings key={connection.updatedAt} org={org} connection={connection} />,
          },
        ]}
      />
    </Page>
  )
}

function Assets({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Set<string>>(new Set())
  const sync = useMutation(
    trpc.connection.sync.mutationOptions({
      onSuccess: ({ runId }) => router.push(`/${org}/runs/${runId}`),
      onError: toastError,
    }),
  )
  const look = useMutation(
    trpc.connection.discover.mutationOptions({
      onSuccess: async ({ assets }) => {
        await queries.invalidateQueries({ queryKey: trpc.connection.pathKey() })
        toast(`It shows ${counted(assets, 'asset')}`)
      },
      onError: toastError,
    }),
  )
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="quiet" icon={<RefreshCw />} busy={look.isPending} onClick={() => look.mutate({ id })}>
          Look again
        </Button>
        <Button
          kind="primary"
          disabled={chosen.size === 0}
          busy={sync.isPending}
          onClick={() => sync.mutate({ id, assets: [...chosen] })}
        >
          {chosen.size === 0 ? 'Copy' : `Copy ${counted(chosen.size, 'asset')}`}
        </Button>
      </div>
      <AssetPicker org={org} connection={id} chosen={chosen} onChange={setChosen} />
    </div>
  )
}
