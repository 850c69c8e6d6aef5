import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MyAccess } from '@/components/access/my-access'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'My access' }

export default async function AccessPage() {
  const { queryClient, trpc, state } = await prefetcher()
  await Promise.all([
    queryClient.prefetchQuery(trpc.grant.list.queryOptions({ mine: true, limit: 200 })),
    queryClient.prefetchQuery(trpc.access.list.queryOptions({ box: 'mine', limit: 200 })),
  ])
  return (
    <HydrationBoundary state={state()}>
      <MyAccess />
    </HydrationBoundary>
  )
}
