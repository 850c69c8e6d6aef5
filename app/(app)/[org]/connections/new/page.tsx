import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { NewConnection } from '@/components/connection/new-connection'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Connect a source' }

export default async function NewConnectionPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await Promise.all([
    queryClient.prefetchQuery(trpc.connector.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.organisation.me.queryOptions({})),
    queryClient.prefetchQuery(trpc.domain.list.queryOptions({})),
  ])
  return (
    <HydrationBoundary state={state()}>
      <NewConnection org={org} />
    </HydrationBoundary>
  )
}
