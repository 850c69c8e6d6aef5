import { HydrationBoundary } from '@tanstack/react-query'
import { AgentList } from '@/components/agent/agent-list'
import { prefetcher } from '@/server/api/caller'

export const metadata = { title: 'Agents' }

export default async function AgentsPage() {
  const { trpc, queryClient, state } = await prefetcher()
  await queryClient.prefetchQuery(trpc.agent.list.queryOptions())
  return (
    <HydrationBoundary state={state()}>
      <AgentList />
    </HydrationBoundary>
  )
}
