import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AssetPage } from '@/components/asset/asset-page'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Asset' }

export default async function OneAssetPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params
  const { queryClient, trpc, state } = await prefetcher()
  const asset = trpc.asset.get.queryOptions({ id })
  await queryClient.prefetchQuery(asset)
  if ((await viewer()) && queryClient.getQueryState(asset.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <AssetPage org={org} id={id} />
    </HydrationBoundary>
  )
}
