import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { Catalog } from '@/components/catalog/catalog'
import { searchAddress, searchInputOf } from '@/components/catalog/search-address'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Catalog' }

const load = createLoader(searchAddress)

export default async function CatalogPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { queryClient, trpc, state } = await prefetcher()
  const input = searchInputOf(await load(searchParams))
  await queryClient.prefetchInfiniteQuery(
    trpc.catalog.search.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
  )
  return (
    <HydrationBoundary state={state()}>
      <Catalog />
    </HydrationBoundary>
  )
}
