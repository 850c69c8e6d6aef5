import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { QueryPage } from '@/components/query/query-page'
import { prefetcher } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Query' }

/** SQL over the ports one holds. */
export default async function Query() {
  const { queryClient, trpc, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.serve.ports.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <QueryPage />
    </HydrationBoundary>
  )
}
