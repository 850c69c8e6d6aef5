import { HydrationBoundary } from '@tanstack/react-query'
import { Domains } from '@/components/settings/domains'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Domains' }

export default async function DomainsPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await Promise.all([
    queryClient.prefetchQuery(trpc.domain.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.member.list.queryOptions({})),
  ])
  return (
    <HydrationBoundary state={state()}>
      <Domains />
    </HydrationBoundary>
  )
}
