'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { VersionChanges } from './version-changes'

/** What changed between two versions of a product, in words. */
export function VersionsDiff({ slug, from, to }: { slug: string; from: string; to: string }) {
  const trpc = useTRPC()
  const query = useQuery(trpc.product.compare.queryOptions({ slug, from, to }))
  if (query.isPending) return <Skeleton className="h-24" />
  if (query.error)
    return (
      <ErrorState title="The versions could not be compared" error={query.error} retry={() => void query.refetch()} />
    )
  return <VersionChanges changes={query.data.changes} title={`From ${from} to ${to}`} />
}
