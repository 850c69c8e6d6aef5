import { HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { AgentPage } from '@/components/agent/agent-page'
import { prefetcher, viewer } from '@/server/api/caller'

export const metadata = { title: 'Agent' }

export default async function OneAgentPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { id } = await params
  const { queryClient, trpc, state } = await prefetcher()
  const agent = trpc.agent.get.queryOptions({ id })
  await queryClient.prefetchQuery(agent)
  if ((await viewer()) && queryClient.getQueryState(agent.queryKey)?.status === 'error') notFound()
  return (
    <HydrationBoundary state={state()}>
      <AgentPage id={id} />
    </HydrationBoundary>
  )
}
