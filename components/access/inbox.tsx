'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Inbox as InboxIcon } from 'lucide-react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useEffect } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { useListKeys } from '@/components/ui/list-keys'
import { TopLine } from '@/components/ui/page'
import { SplitView } from '@/components/ui/split-view'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Dossier } from './dossier'
import { RequestRow } from './request-row'

const boxes = { decide: 'Waiting', decided: 'Decided' } as const

/** Requests that wait for one's decision, one after another. */
export function Inbox() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [address, set] = useQueryStates({
    box: parseAsStringLiteral(['decide', 'decided'] as const).withDefault('decide'),
    id: parseAsString,
  })
  const query = useInfiniteQuery(
    trpc.access.list.infiniteQueryOptions(
      { box: address.box, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  )
  const requests = query.data?.pages.flatMap((page) => page.items)
  const ids = requests?.map(({ id }) => id) ?? []
  useListKeys({ ids, selected: address.id, onSelect: (id) => void set({ id }) })
  useFirstOnWideScreens(ids[0], address.id, (id) => void set({ id }))

  async function next() {
    const at = ids.indexOf(address.id ?? '')
    await set({ id: ids[at + 1] ?? ids[at - 1] ?? null })
    await queries.invalidateQueries()
  }

  return (
    <>
      <TopLine crumbs={[{ label: 'Inbox' }]} />
      <h1 className="sr-only">Inbox</h1>
      <SplitView
        open={address.id !== null}
        listLabel="Requests"
        detailLabel="The request"
        list={
          <>
            <Boxes at={address.box} onChange={(box) => void set({ box, id: null })} />
            {query.isError && (
              <ErrorState
                className="m-4"
                title="Requests could not be read"
                error={query.error}
                retry={() => void query.refetch()}
              />
            )}
            {!requests && !query.isError && (
              <div className="px-4">
                <SkeletonRows label="Loading requests" />
              </div>
            )}
            {requests?.length === 0 && <NothingWaits box={address.box} />}
            <ul aria-label={boxes[address.box]}>
              {requests?.map((request) => (
                <RequestRow
                  key={request.id}
                  request={request}
                  selected={request.id === address.id}
                  onSelect={() => void set({ id: request.id })}
                />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button className="m-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            )}
          </>
        }
        detail={
          address.id ? (
            <Dossier id={address.id} onBack={() => void set({ id: null })} onDecided={() => void next()} />
          ) : (
            <p className="p-8 text-muted">{ids.length > 0 ? 'Choose a request.' : ''}</p>
          )
        }
      />
    </>
  )
}

/** Side by side there is always a dossier to read; on a phone the list comes first. */
function useFirstOnWideScreens(first: string | undefined, chosen: string | null, choose: (id: string) => void) {
  useEffect(() => {
    if (first && !chosen && window.matchMedia('(min-width: 1024px)').matches) choose(first)
  })
}

function Boxes({ at, onChange }: { at: keyof typeof boxes; onChange: (box: keyof typeof boxes) => void }) {
  return (
    <fieldset
      aria-label="Which requests"
      className="sticky top-0 z-10 flex gap-1 border-line border-b bg-surface px-3 py-2"
    >
      {(Object.keys(boxes) as (keyof typeof boxes)[]).map((box) => (
        <button
          key={box}
          type="button"
          aria-pressed={box === at}
          onClick={() => onChange(box)}
          className={cn(
            'h-7 rounded-md px-2.5 text-sm hover:bg-hover',
            box === at ? 'bg-hover font-medium' : 'text-muted',
          )}
        >
          {boxes[box]}
        </button>
      ))}
    </fieldset>
  )
}

function NothingWaits({ box }: { box: keyof typeof boxes }) {
  return (
    <EmptyState
      className="m-4"
      icon={<InboxIcon />}
      title={box === 'decide' ? 'Nothing waits for you' : 'Nothing was decided yet'}
    >
      {box === 'decide'
        ? 'When somebody asks for a product of a domain you answer for, the request stands here.'
        : 'What you and your colleagues approved or rejected stays here, with the notes.'}
    </EmptyState>
  )
}
