import { HydrationBoundary } from '@tanstack/react-query'
import { MailChoices } from '@/components/settings/mail-choices'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Notifications' }

export default async function NotificationsPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.notify.choices.queryOptions())
  return (
    <HydrationBoundary state={state()}>
      <MailChoices />
    </HydrationBoundary>
  )
}
