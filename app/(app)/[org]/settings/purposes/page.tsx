import { HydrationBoundary } from '@tanstack/react-query'
import { Purposes } from '@/components/settings/purposes'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Purposes' }

export default async function PurposesPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.purpose.list.queryOptions())
  return (
    <HydrationBoundary state={state()}>
      <Purposes />
    </HydrationBoundary>
  )
}
