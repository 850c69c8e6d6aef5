'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { DataTable } from '@/components/ui/data-table'
import { count, duration } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { isLive, runWords } from './words'

/** The runs of a connection, or of all one may see. */
export function RunList({ org, connection }: { org: string; connection?: string }) {
  const trpc = useTRPC()
  const input = { limit: 50, ...(connection ? { connectionId: connection } : {}) }
  const query = useQuery(
    trpc.run.list.queryOptions(input, {
      refetchInterval: ({ state }) => (state.data?.items.some((run) => isLive(run.state)) ? 2_000 : false),
    }),
  )
  if (query.isError)
    return <ErrorState title="The runs could not be read" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows label="Reading the runs" />
  if (query.data.items.length === 0)
    return (
      <EmptyState title="Nothing was copied yet">
        Each copy of an asset is made by a run; its log and what it made stay here.
      </EmptyState>
    )
  return (
    <DataTable
      label="Runs"
      unit="run"
      rows={query.data.items}
      rowId={({ id }) => id}
      columns={[
        {
          id: 'when',
          header: 'Asked for',
          value: ({ createdAt }) => createdAt,
          cell: ({ id, createdAt }) => (
            <Link href={`/${org}/runs/${id}`}>
              <RelativeTime at={createdAt} />
            </Link>
          ),
        },
        {
          id: 'state',
          header: 'State',
          value: ({ state }) => state,
          cell: ({ state }) => <Status tone={runWords[state].tone}>{runWords[state].word}</Status>,
        },
        ...(connection
          ? []
          : [
              { id: 'connection', header: 'Connection', value: ({ connection: name }: { connection: string }) => name },
            ]),
        {
          id: 'assets',
          header: 'Assets',
          align: 'right' as const,
          value: ({ assets }) => assets.length,
          cell: ({ assets }) => (assets.length === 1 ? assets[0]!.ref : count(assets.length)),
        },
        {
          id: 'rows',
          header: 'Rows',
          align: 'right' as const,
          value: ({ snapshots }) => snapshots.reduce((sum, one) => sum + one.rows, 0),
          cell: ({ snapshots }) => count(snapshots.reduce((sum, one) => sum + one.rows, 0)),
        },
        {
          id: 'took',
          header: 'Took',
          align: 'right' as const,
          value: ({ startedAt, endedAt }) =>
            startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null,
          cell: ({ startedAt, endedAt }) =>
            startedAt && endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : '',
        },
      ]}
    />
  )
}
