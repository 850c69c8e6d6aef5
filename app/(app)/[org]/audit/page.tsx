import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { createLoader } from 'nuqs/server'
import { auditAddress, filterOf } from '@/components/audit/address'
import { Audit } from '@/components/audit/audit'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Audit' }

const load = createLoader(auditAddress)

/** For those who may audit; to anyone else there is no such page. The procedures ask the policy themselves. */
export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { queryClient, trpc, state } = await prefetcher()
  const last = trpc.audit.lastCheck.queryOptions({})
  await Promise.all([
    queryClient.prefetchQuery(last),
    queryClient.prefetchInfiniteQuery(
      trpc.audit.list.infiniteQueryOptions(filterOf(await load(searchParams)), {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
      }),
    ),
  ])
  if ((await viewer()) && queryClient.getQueryState(last.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <Audit />
    </HydrationBoundary>
  )
}
