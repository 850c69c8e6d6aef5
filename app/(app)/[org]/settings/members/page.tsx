import { HydrationBoundary } from '@tanstack/react-query'
import { Members } from '@/components/settings/members'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Members' }

export default async function MembersPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.member.list.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <Members />
    </HydrationBoundary>
  )
}
