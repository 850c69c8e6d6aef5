import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ConnectionPage } from '@/components/connection/connection-page'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Connection' }

export default async function OneConnectionPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params
  const { queryClient, trpc, state } = await prefetcher()
  const connection = trpc.connection.get.queryOptions({ id })
  await Promise.all([
    queryClient.prefetchQuery(connection),
    queryClient.prefetchQuery(trpc.connector.list.queryOptions({})),
  ])
  if ((await viewer()) && queryClient.getQueryState(connection.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <ConnectionPage org={org} id={id} />
    </HydrationBoundary>
  )
}
