'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { LoadedList } from '@/components/ui/loaded-list'
import { Page } from '@/components/ui/page'
import { EmptyState } from '@/components/ui/states'
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
  const words = parts.find((part) => part.state === state)
  return (
    <LoadedList
      query={query}
      label={words?.label}
      loading="Reading the board"
      failed="The board could not be read"
      empty={
        <EmptyState title={words?.none ?? ''} icon={<SearchX />}>
          {words?.why}
        </EmptyState>
      }
    >
      {(wanted) => <WantedRow key={wanted.id} wanted={wanted} />}
    </LoadedList>
  )
}
