import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { createLoader, type SearchParams } from 'nuqs/server'
import { wantedAddress, wantedInputOf } from '@/components/catalog/wanted-address'
import { WantedBoard } from '@/components/catalog/wanted-board'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Wanted' }

const load = createLoader(wantedAddress)

/** For those who may see the board; to anyone else there is no such page. The procedures ask the policy themselves. */
export default async function WantedPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { queryClient, trpc, state } = await prefetcher()
  const board = trpc.wanted.list.infiniteQueryOptions(wantedInputOf((await load(searchParams)).show), {
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  await queryClient.prefetchInfiniteQuery(board)
  const failed = queryClient.getQueryState(board.queryKey)?.error as { code?: string } | null | undefined
  if ((await viewer()) && failed?.code === 'NOT_FOUND') notFound()
  return (
    <HydrationBoundary state={state()}>
      <WantedBoard />
    </HydrationBoundary>
  )
}
