import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ItemPage } from '@/components/context/item-page'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Item' }

export default async function OneItemPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { id } = await params
  const { queryClient, trpc, state } = await prefetcher()
  const item = trpc.context.item.queryOptions({ id })
  await queryClient.prefetchQuery(item)
  if ((await viewer()) && queryClient.getQueryState(item.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <ItemPage id={id} />
    </HydrationBoundary>
  )
}
