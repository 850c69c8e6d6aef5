import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ExpectationsPage } from '@/components/loop/expectations-page'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Expectations' }

export default async function ProductExpectationsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await Promise.all([
    queryClient.prefetchQuery(trpc.product.get.queryOptions({ slug })),
    queryClient.prefetchQuery(trpc.expectation.list.queryOptions({ slug })),
  ])
  return (
    <HydrationBoundary state={state()}>
      <ExpectationsPage slug={slug} />
    </HydrationBoundary>
  )
}
