import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ReviewList } from '@/components/review/review-list'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Reviews' }

export default async function ReviewsPage() {
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.review.list.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <ReviewList />
    </HydrationBoundary>
  )
}
