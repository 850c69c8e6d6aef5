'use client'

import { useQuery } from '@tanstack/react-query'
import { Cable, Plus } from 'lucide-react'
import { useFrame } from '@/components/frame/frame-context'
import { publishesSomewhere } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { ButtonLink } from '@/components/ui/button-link'
import { DataTable } from '@/components/ui/data-table'
import { count } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Page } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { connectionWords, kindWord, scheduleWords } from './words'

/** Every connection one may see. */
export function ConnectionList({ org }: { org: string }) {
  const { viewer } = useFrame()
  const connect = publishesSomewhere(viewer) && (
    <ButtonLink href={`/${org}/connections/new`} kind="primary" icon={<Plus />}>
      Connect a source
    </ButtonLink>
  )
  return (
    <Page
      wide
      title="Connections"
      lead="Sealed sign-ins to sources. What they show can be copied and published as products."
      action={connect}
    >
      <Connections org={org} />
    </Page>
  )
}

function Connections({ org }: { org: string }) {
  const trpc = useTRPC()
  const { domains, viewer } = useFrame()
  const publishes = publishesSomewhere(viewer)
  const query = useQuery(trpc.connection.list.queryOptions({ limit: 200 }))
  if (query.isError)
    return (
      <ErrorState title="The connections could not be read" error={query.error} retry={() => void query.refetch()} />
    )
  if (!query.data) return <SkeletonRows label="Reading the connections" />
  if (query.data.items.length === 0)
    return (
      <EmptyState
        title="No connections yet"
        icon={<Cable />}
        action={publishes && <ButtonLink href={`/${org}/connections/new`}>Connect a source</ButtonLink>}
      >
        A connection is where products begin: a database or files whose tables can be copied, measured and published.
        {!publishes && ' Publishers of a domain connect its sources.'}
      </EmptyState>
    )
  return (
    <DataTable
      label="Connections"
      unit="connection"
      filter={query.data.items.length > 8 ? 'Filter connections' : undefined}
      rows={query.data.items}
      rowId={({ id }) => id}
      columns={[
        {
          id: 'name',
          header: 'Name',
          value: ({ name }) => name,
          cell: ({ id, name }) => <Link href={`/${org}/connections/${id}`}>{name}</Link>,
        },
        {
          id: 'state',
          header: 'State',
          value: ({ state }) => state,
          telling: true,
          cell: ({ state }) => <Status tone={connectionWords[state].tone}>{connectionWords[state].word}</Status>,
        },
        { id: 'kind', header: 'Kind', value: ({ kind }) => kindWord(kind) },
        { id: 'domain', header: 'Domain', value: ({ domain }) => domains[domain] ?? domain },
        {
          id: 'synced',
          header: 'Assets copied',
          align: 'right',
          value: ({ synced }) => synced,
          cell: ({ synced, assets }) => `${count(synced)} of ${count(assets)}`,
        },
        { id: 'schedule', header: 'Schedule', value: ({ schedule }) => scheduleWords(schedule) },
        {
          id: 'changed',
          header: 'Changed',
          value: ({ updatedAt }) => updatedAt,
          cell: ({ updatedAt }) => <RelativeTime at={updatedAt} className="text-muted" />,
        },
      ]}
    />
  )
}
