import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { incidentsInputOf, loopAddress } from '@/components/loop/address'
import { LoopPage } from '@/components/loop/loop-page'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Loop' }

const load = createLoader(loopAddress)

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { queryClient, trpc, state } = await prefetcher()
  const { show } = await load(searchParams)
  await Promise.all(
    [...new Set(['open', show] as const)].map((each) =>
      queryClient.prefetchInfiniteQuery(
        trpc.incident.list.infiniteQueryOptions(incidentsInputOf(each), {
          getNextPageParam: (page) => page.nextCursor ?? undefined,
        }),
      ),
    ),
  )
  return (
    <HydrationBoundary state={state()}>
      <LoopPage />
    </HydrationBoundary>
  )
}
