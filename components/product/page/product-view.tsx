'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTRPC } from '@/components/trpc'
import { ErrorState, Skeleton, SkeletonRows } from '@/components/ui/states'
import { accessOf } from './my-access'
import { ProductPage } from './product-page'
import { useProfiles } from './profiles'

const Holders = dynamic(() => import('@/components/access/holders').then((module) => module.Holders))
const RequestSheet = dynamic(() => import('@/components/access/request-sheet').then((module) => module.RequestSheet), {
  ssr: false,
})

const EmergencySheet = dynamic(
  () => import('@/components/access/emergency-sheet').then((module) => module.EmergencySheet),
  { ssr: false },
)

/** Fetches what the product's page shows; the server has filled most of it before the first paint. */
export function ProductView({ slug, origin }: { slug: string; origin: string }) {
  const trpc = useTRPC()
  const product = useQuery(trpc.product.get.queryOptions({ slug }))
  const standing = useQuery(trpc.access.standing.queryOptions({ slug }))
  const readable = useQuery(trpc.serve.ports.queryOptions({}))
  const profiles = useProfiles(slug, product.data?.ports.map((port) => port.name) ?? [])
  const deciders = standing.data?.deciders ?? []
  const shown = standing.data?.holders ?? 'hidden'
  if (product.isError)
    return (
      <ErrorState
        className="m-8"
        title="This product could not be read"
        error={product.error}
        retry={() => void product.refetch()}
      />
    )
  if (!product.data)
    return (
      <div className="px-8 py-16">
        <Skeleton className="mb-6 h-7 w-64" />
        <SkeletonRows />
      </div>
    )
  return (
    <ProductPage
      product={product.data}
      origin={origin}
      profiles={profiles}
      access={accessOf(slug, readable.data?.items ?? [], standing.data?.requests ?? [])}
      deciders={deciders}
      holders={shown !== 'hidden' && <Holders slug={slug} revokes={shown === 'revocable'} />}
      emergency={standing.data?.emergency}
      sheet={(asked, close) =>
        asked === 'emergency' ? (
          <EmergencySheet product={product.data} onClose={close} />
        ) : (
          asked && (
            <RequestSheet
              open
              product={product.data}
              deciders={deciders}
              inSource={standing.data?.inSource ?? []}
              onClose={close}
            />
          )
        )
      }
    />
  )
}
