'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Download, ScrollText } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useDeferredValue } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState, ErrorState, NoMatches, SkeletonRows } from '@/components/ui/states'
import { DecisionFilters, narrowing } from './decision-filters'
import { DecisionRow } from './decision-row'
import { type DecisionsState, decisionsAddress, filterOf } from './decisions-address'

/** What was decided, the newest first: for whom, over what, and by which policies. */
export function DecisionsView() {
  const [state, set] = useQueryStates(decisionsAddress, { history: 'replace', throttleMs: 250 })
  const change = (next: Partial<DecisionsState>) => void set(next)
  return (
    <div className="min-w-0">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-read text-muted">
          What anybody asked and was allowed or refused, kept for 90 days. It holds names of things, never their values.
        </p>
        <a
          href={`/api/v1/decisions/export?${new URLSearchParams(given(state))}`}
          download
          className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-raised px-3 font-medium hover:bg-hover"
        >
          <Download aria-hidden className="size-4" />
          CSV
        </a>
      </div>
      <DecisionFilters state={state} onChange={change} />
      <Decisions state={state} onChange={change} />
    </div>
  )
}

const given = (state: DecisionsState) =>
  Object.entries(filterOf(state)).flatMap(([name, value]) => (value ? [[name, value]] : []))

function Decisions({ state, onChange }: { state: DecisionsState; onChange: (next: Partial<DecisionsState>) => void }) {
  const query = useInfiniteQuery(
    useTRPC().policy.decisions.infiniteQueryOptions(filterOf(useDeferredValue(state)), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  if (query.isError)
    return <ErrorState title="The log could not be read" error={query.error} retry={() => void query.refetch()} />
  const decisions = query.data?.pages.flatMap(({ items }) => items)
  if (!decisions) return <SkeletonRows rows={10} label="Reading the log" />
  const narrowed = narrowing(state, onChange)
  if (decisions.length === 0 && narrowed.length > 0) return <NoMatches what="decisions" filters={narrowed} />
  if (decisions.length === 0)
    return (
      <EmptyState title="Nothing was decided yet" icon={<ScrollText />}>
        Each refusal, and each thing done, leaves a line here before its answer goes out.
      </EmptyState>
    )
  return (
    <>
      <ul aria-label="Decisions" className="border-line border-t">
        {decisions.map((decision) => (
          <DecisionRow key={decision.id} decision={decision} onChange={onChange} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </>
  )
}
