'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Page } from '@/components/ui/page'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Tabs } from '@/components/ui/tabs'
import type { WantedState } from '@/server/catalog/schema'
import { wantedAddress, wantedInputOf } from './wanted-address'
import { WantedRow } from './wanted-row'

const parts: { state: WantedState; label: string; none: string; why: string }[] = [
  {
    state: 'open',
    label: 'Wanted',
    none: 'Nothing is wanted that is not there',
    why: 'What at least three people search for and do not find stands here, so that whoever could publish it knows. It never says who searched.',
  },
  {
    state: 'answered',
    label: 'Answered',
    none: 'Nothing was answered yet',
    why: 'When something is published that such a search finds, those who searched are told, and the search moves here.',
  },
  {
    state: 'dismissed',
    label: 'Dismissed',
    none: 'Nothing was dismissed',
    why: 'A search that nobody will answer can be taken off the board with a word why. It stays here and can be put back.',
  },
]

/** What people searched for in vain, as those see it who could publish it. */
export function WantedBoard() {
  const { org } = useFrame()
  const [{ show }, set] = useQueryStates(wantedAddress, { history: 'replace' })
  return (
    <Page
      crumbs={[{ label: 'Catalog', href: `/${org.slug}/catalog` }]}
      title="Wanted"
      lead="Searches of the last 90 days that found nothing, of at least three people each. Publish an answer, and they are told."
    >
      <Tabs
        label="Wanted searches"
        value={show}
        onChange={(value) => void set({ show: value as WantedState })}
        tabs={parts.map(({ state, label }) => ({ value: state, label, content: <Part state={state} /> }))}
      />
    </Page>
  )
}

function Part({ state }: { state: WantedState }) {
  const query = useInfiniteQuery(
    useTRPC().wanted.list.infiniteQueryOptions(wantedInputOf(state), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  if (query.isError)
    return <ErrorState title="The board could not be read" error={query.error} retry={() => void query.refetch()} />
  const searches = query.data?.pages.flatMap((page) => page.items)
  if (!searches) return <SkeletonRows label="Reading the board" />
  const words = parts.find((part) => part.state === state)
  if (searches.length === 0)
    return (
      <EmptyState title={words?.none ?? ''} icon={<SearchX />}>
        {words?.why}
      </EmptyState>
    )
  return (
    <>
      <ul aria-label={words?.label} className="-mt-2 divide-y divide-line border-line border-b">
        {searches.map((wanted) => (
          <WantedRow key={wanted.id} wanted={wanted} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}
