import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { beginning } from '@/components/product/editor/beginning'
import { NewProduct } from '@/components/product/editor/new-product'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'New product' }

const load = createLoader({ ...beginning, title: parseAsString })

export default async function NewProductPage({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>
  searchParams: Promise<SearchParams>
}) {
  const { org } = await params
  const { queryClient, trpc, state } = await prefetcher()
  const { title, ...from } = await load(searchParams)
  await queryClient.prefetchQuery(trpc.organisation.me.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <NewProduct org={org} from={from} title={title} />
    </HydrationBoundary>
  )
}
