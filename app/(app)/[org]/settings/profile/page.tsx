import { HydrationBoundary } from '@tanstack/react-query'
import { Profile } from '@/components/settings/profile'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Profile' }

export default async function ProfilePage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.organisation.me.queryOptions({}))
  return (
    <HydrationBoundary state={state()}>
      <Profile />
    </HydrationBoundary>
  )
}
