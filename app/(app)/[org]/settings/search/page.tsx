import { HydrationBoundary } from '@tanstack/react-query'
import { SearchEngine } from '@/components/settings/search-engine'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Search' }

export default async function SearchPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.catalog.standing.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <SearchEngine />
    </HydrationBoundary>
  )
}
