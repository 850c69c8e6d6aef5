'use client'

import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState, ErrorState } from '@/components/ui/states'
import { policyTexts } from './policy-texts'
import { TrialResult } from './trial-result'
import type { Draft } from './use-draft'

/** What the draft would change for people, agents and products, before anybody feels it. */
export function TrialView({ draft, onWrite }: { draft: Draft; onWrite: () => void }) {
  const client = useTRPCClient()
  const { text, dirty } = draft
  const query = useQuery({
    queryKey: ['policy trial', text, draft.base.version],
    queryFn: ({ signal }) => client.policy.simulate.mutate({ text }, { signal }),
    enabled: dirty,
    staleTime: 60_000,
  })
  const write = <Button onClick={onWrite}>Write policies</Button>
  if (!dirty)
    return (
      <EmptyState title="Nothing is drafted" icon={<FlaskConical />} action={write}>
        Change the text, and this shows who would gain or lose what: tried on every member, every agent, every product
        and port, and on all that was asked in the last 30 days.
      </EmptyState>
    )
  if (query.isError)
    return <ErrorState title="The draft could not be tried" error={query.error} retry={() => void query.refetch()} />
  if (!query.data)
    return (
      <p className="flex items-center gap-3 py-6 text-muted" role="status">
        Trying the draft on everyone, every product and the last 30 days…
      </p>
    )
  const [fault] = query.data.problems
  if (fault)
    return (
      <EmptyState title="The draft has faults" action={write}>
        Line {fault.line}, column {fault.column}: {fault.message} Mend it, and it can be tried.
      </EmptyState>
    )
  const texts = Object.fromEntries(policyTexts(text).map((one) => [one.id, one.text]))
  return <TrialResult {...query.data} texts={texts} again={() => void query.refetch()} />
}
