import { HydrationBoundary } from '@tanstack/react-query'
import { Restored } from '@/components/settings/restored'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Restored' }

export default async function RestoredPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.restored.get.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <Restored />
    </HydrationBoundary>
  )
}
