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
import type { AccessRequest } from '@/server/access/schema'
import { Dossier } from './dossier'
import { RequestRow } from './request-row'
import { WhileAway } from './while-away'

const boxes = { decide: 'Waiting', asked: 'Asked back', review: 'To review', decided: 'Decided' } as const
const names = ['decide', 'asked', 'review', 'decided'] as const

/** Requests that wait for one's decision, one after another. */
export function Inbox() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [address, set] = useQueryStates({
    box: parseAsStringLiteral(names).withDefault('decide'),
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
  const chosen = requests?.find(({ id }) => id === address.id)
  const alike = requests?.filter((one) => chosen && one.id !== chosen.id && sameAsk(one, chosen)) ?? []
  useListKeys({ ids, selected: address.id, onSelect: (id) => void set({ id }) })
  useFirstOnWideScreens(ids[0], address.id, (id) => void set({ id }))

  async function next() {
    const at = ids.indexOf(address.id ?? '')
    await set({ id: ids[at + 1] ?? ids[at - 1] ?? null })
    await queries.invalidateQueries()
  }

  return (
    <>
      <TopLine crumbs={[{ label: 'Inbox' }]} action={<WhileAway />} />
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
            <Dossier
              key={address.id}
              id={address.id}
              alike={address.box === 'decide' ? alike : []}
              onBack={() => void set({ id: null })}
              onDecided={() => void next()}
            />
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
      className="sticky top-0 z-10 flex gap-1 overflow-x-auto border-line border-b bg-surface px-3 py-2"
    >
      {(Object.keys(boxes) as (keyof typeof boxes)[]).map((box) => (
        <button
          key={box}
          type="button"
          aria-pressed={box === at}
          onClick={() => onChange(box)}
          className={cn(
            'h-7 shrink-0 rounded-md px-2.5 text-sm hover:bg-hover',
            box === at ? 'bg-hover font-medium' : 'text-muted',
          )}
        >
          {boxes[box]}
        </button>
      ))}
    </fieldset>
  )
}

/** Whether two ask for one port on the same terms, so that one decision can be for both. */
function sameAsk(one: AccessRequest, other: AccessRequest) {
  const ask = ({ product, port, purpose, duration, columns, rows, terms, productVersion }: AccessRequest) =>
    JSON.stringify([product, port, purpose, terms ?? { duration, rows, columns: columns?.toSorted() }, productVersion])
  return ask(one) === ask(other)
}

const nothing: Record<keyof typeof boxes, [string, string]> = {
  decide: [
    'Nothing waits for you',
    'When somebody asks for a product of a domain you answer for, the request stands here.',
  ],
  asked: ['No question waits for its answer', 'Requests about which you or a colleague asked for more stand here.'],
  review: [
    'No emergency to review',
    'Access that somebody took in an emergency stands here until one of those who were not asked has reviewed it.',
  ],
  decided: ['Nothing was decided yet', 'What you and your colleagues decided stays here, with the notes.'],
}

function NothingWaits({ box }: { box: keyof typeof boxes }) {
  return (
    <EmptyState className="m-4" icon={<InboxIcon />} title={nothing[box][0]}>
      {nothing[box][1]}
    </EmptyState>
  )
}
