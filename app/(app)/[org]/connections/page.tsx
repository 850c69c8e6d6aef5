import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ConnectionList } from '@/components/connection/connection-list'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Connections' }

export default async function ConnectionsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.connection.list.queryOptions({ limit: 200 }))
  return (
    <HydrationBoundary state={state()}>
      <ConnectionList org={org} />
    </HydrationBoundary>
  )
}
