import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ProductList } from '@/components/product/editor/product-list'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Products' }

export default async function ProductsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.product.list.queryOptions({ mine: true, limit: 200 }))
  return (
    <HydrationBoundary state={state()}>
      <ProductList org={org} />
    </HydrationBoundary>
  )
}
