import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PolicyPage } from '@/components/policy/policy-page'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Policy' }

/** For those who may look at policies; to anyone else there is no such page. The procedures ask the policy themselves. */
export default async function Policy() {
  const { queryClient, trpc, state } = await prefetcher()
  const policies = trpc.policy.get.queryOptions({})
  await queryClient.prefetchQuery(policies)
  if ((await viewer()) && queryClient.getQueryState(policies.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <PolicyPage />
    </HydrationBoundary>
  )
}
