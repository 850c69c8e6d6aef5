import { HydrationBoundary } from '@tanstack/react-query'
import { SearchEngine } from '@/components/settings/search-engine'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Search' }

export default async function SearchPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await Promise.all([
    queryClient.prefetchQuery(trpc.catalog.standing.queryOptions({})),
    queryClient.prefetchQuery(trpc.catalog.synonyms.queryOptions({})),
  ])
  return (
    <HydrationBoundary state={state()}>
      <SearchEngine />
    </HydrationBoundary>
  )
}
