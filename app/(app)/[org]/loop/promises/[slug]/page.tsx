import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { LinesPage } from '@/components/loop/lines-page'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Promises' }

export default async function ProductLinesPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.standing.lines.queryOptions({ slug }))
  return (
    <HydrationBoundary state={state()}>
      <LinesPage slug={slug} />
    </HydrationBoundary>
  )
}
