import { HydrationBoundary } from '@tanstack/react-query'
import { TRPCError } from '@trpc/server'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ProductView } from '@/components/product/page/product-view'
import { api, prefetcher } from '@/server/api/caller'

type Props = { params: Promise<{ slug: string }> }

/** The product, or null where there is none for this person. */
async function find(slug: string) {
  const { queryClient, trpc } = await prefetcher()
  try {
    return await queryClient.fetchQuery(trpc.product.get.queryOptions({ slug }))
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await find((await params).slug)
  return { title: found?.title ?? 'Not found' }
}

export default async function ProductRoute({ params }: Props) {
  const { slug } = await params
  const { queryClient, trpc, state } = await prefetcher()
  const [product, organisation] = await Promise.all([
    find(slug),
    (await api()).organisation.get({}),
    queryClient.prefetchQuery(trpc.access.standing.queryOptions({ slug })),
    queryClient.prefetchQuery(trpc.serve.ports.queryOptions({})),
  ])
  if (!product) notFound()
  await Promise.all(
    product.ports.map((port) =>
      queryClient.prefetchQuery(trpc.portProfile.get.queryOptions({ slug, port: port.name })),
    ),
  )
  return (
    <HydrationBoundary state={state()}>
      <ProductView slug={slug} origin={organisation.origin} />
    </HydrationBoundary>
  )
}
