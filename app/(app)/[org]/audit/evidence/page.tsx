import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Evidence } from '@/components/evidence/evidence'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Evidence' }

/** For those who may audit; to anyone else there is no such page. The procedures ask the policy themselves. */
export default async function EvidencePage() {
  const { queryClient, trpc, state } = await prefetcher()
  const last = trpc.audit.lastCheck.queryOptions({})
  await queryClient.prefetchQuery(last)
  if ((await viewer()) && queryClient.getQueryState(last.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <Evidence />
    </HydrationBoundary>
  )
}
