import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { incidentsInputOf, loopAddress, promisesInputOf, standingInputOf } from '@/components/loop/address'
import { LoopPage } from '@/components/loop/loop-page'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Loop' }

const load = createLoader(loopAddress)

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { queryClient, trpc, state } = await prefetcher()
  const { show, domain, stands } = await load(searchParams)
  const getNextPageParam = (page: { nextCursor: string | null }) => page.nextCursor ?? undefined
  await Promise.all([
    queryClient.prefetchQuery(trpc.standing.get.queryOptions(standingInputOf(domain))),
    queryClient.prefetchInfiniteQuery(
      trpc.incident.list.infiniteQueryOptions(incidentsInputOf(show, domain), { getNextPageParam }),
    ),
    queryClient.prefetchInfiniteQuery(
      trpc.standing.promises.infiniteQueryOptions(promisesInputOf(domain, stands), { getNextPageParam }),
    ),
  ])
  return (
    <HydrationBoundary state={state()}>
      <LoopPage />
    </HydrationBoundary>
  )
}
