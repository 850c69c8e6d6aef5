import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { IncidentPage } from '@/components/loop/incident-page'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Incident' }

export default async function OneIncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.incident.get.queryOptions({ id }))
  return (
    <HydrationBoundary state={state()}>
      <IncidentPage id={id} />
    </HydrationBoundary>
  )
}
