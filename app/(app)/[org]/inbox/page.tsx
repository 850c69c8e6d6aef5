import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { Inbox } from '@/components/access/inbox'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Inbox' }

const boxes = ['asked', 'review', 'decided'] as const

export default async function InboxPage({ searchParams }: { searchParams: Promise<{ box?: string; id?: string }> }) {
  const { box, id } = await searchParams
  const { queryClient, trpc, state } = await prefetcher()
  const asked = { box: boxes.find((one) => one === box) ?? ('decide' as const), limit: 50 }
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.access.list.infiniteQueryOptions(asked, { getNextPageParam: (page) => page.nextCursor }),
    ),
    id ? queryClient.prefetchQuery(trpc.access.dossier.queryOptions({ id })) : null,
  ])
  return (
    <HydrationBoundary state={state()}>
      <Inbox />
    </HydrationBoundary>
  )
}
