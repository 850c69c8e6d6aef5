import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RunPage } from '@/components/connection/run-page'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Run' }

export default async function OneRunPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params
  const { queryClient, trpc, state } = await prefetcher()
  const run = trpc.run.get.queryOptions({ id })
  await Promise.all([queryClient.prefetchQuery(run), queryClient.prefetchQuery(trpc.run.log.queryOptions({ id }))])
  if ((await viewer()) && queryClient.getQueryState(run.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <RunPage org={org} id={id} />
    </HydrationBoundary>
  )
}
