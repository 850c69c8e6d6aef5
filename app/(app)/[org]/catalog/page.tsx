import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { Catalog } from '@/components/catalog/catalog'
import { searchAddress, searchInputOf, searchKey } from '@/components/catalog/search-address'
import { api, prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Catalog' }

const load = createLoader(searchAddress)

export default async function CatalogPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { queryClient, state } = await prefetcher()
  const input = searchInputOf(await load(searchParams))
  const caller = await api()
  await queryClient.prefetchInfiniteQuery({
    queryKey: searchKey(input),
    queryFn: () => caller.catalog.search(input),
    initialPageParam: undefined as string | undefined,
  })
  return (
    <HydrationBoundary state={state()}>
      <Catalog />
    </HydrationBoundary>
  )
}
