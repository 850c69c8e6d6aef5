import { HydrationBoundary } from '@tanstack/react-query'
import { Tokens } from '@/components/settings/tokens'
import { api, prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Tokens' }

export default async function TokensPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.account.tokens.queryOptions({}))
  const { origin } = await (await api()).organisation.get({})
  return (
    <HydrationBoundary state={state()}>
      <Tokens origin={origin} />
    </HydrationBoundary>
  )
}
