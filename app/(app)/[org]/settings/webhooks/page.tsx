import { HydrationBoundary } from '@tanstack/react-query'
import { Webhooks } from '@/components/settings/webhooks'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Webhooks' }

export default async function WebhooksPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.webhook.list.queryOptions())
  return (
    <HydrationBoundary state={state()}>
      <Webhooks />
    </HydrationBoundary>
  )
}
