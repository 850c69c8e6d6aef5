import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { NewProduct } from '@/components/product/editor/new-product'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'New product' }

export default async function NewProductPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.organisation.me.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <NewProduct org={org} />
    </HydrationBoundary>
  )
}
