import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ReviewPage } from '@/components/review/review-page'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Review' }

export default async function OneReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.review.get.queryOptions({ id }))
  return (
    <HydrationBoundary state={state()}>
      <ReviewPage id={id} />
    </HydrationBoundary>
  )
}
