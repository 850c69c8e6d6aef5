'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Select } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { Act } from '@/server/agent/schema'
import { callWords, outcomeWords } from './words'

const shows = ['all', 'allowed', 'refused', 'failed'] as const
const page = 50

/** What an agent did as a line of time, the newest first: asked, allowed or refused and why, how many rows. */
export function Acts({ id, refetchEvery }: { id: string; refetchEvery: number }) {
  const trpc = useTRPC()
  const [show, setShow] = useQueryState('show', parseAsStringLiteral(shows).withDefault('all'))
  const outcome = show === 'all' ? undefined : show
  const query = useInfiniteQuery(
    trpc.agent.acts.infiniteQueryOptions(
      { id, limit: page, outcome },
      { getNextPageParam: (last) => last.nextCursor ?? undefined, refetchInterval: refetchEvery },
    ),
  )
  if (query.error)
    return <ErrorState title="It could not be read" error={query.error} retry={() => void query.refetch()} />
  const acts = query.data?.pages.flatMap(({ items }) => items)
  return (
    <>
      <div className="mb-3 w-48">
        <Select
          aria-label="Show"
          value={show}
          onChange={(event) => void setShow(event.target.value as (typeof shows)[number])}
        >
          <option value="all">Everything</option>
          {shows.slice(1).map((one) => (
            <option key={one} value={one}>
              {outcomeWords[one as Act['outcome']].word} only
            </option>
          ))}
        </Select>
      </div>
      {!acts && <SkeletonRows label="Reading what it did" />}
      {acts?.length === 0 && (
        <p className="text-muted">
          {outcome ? `Nothing of it was ${outcome}.` : 'Nothing yet. Its first call will stand here.'}
        </p>
      )}
      <ol className="ml-1.5 border-line border-l" aria-label="What it did">
        {acts?.map((act) => (
          <OneAct key={act.id} act={act} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older
        </Button>
      )}
    </>
  )
}

function OneAct({ act }: { act: Act }) {
  const { tone, word } = outcomeWords[act.outcome]
  const statement = act.call === 'POST /query' || act.call.endsWith('/rows')
  return (
    <li className="grid gap-x-6 gap-y-1 py-2.5 pl-4 sm:grid-cols-[minmax(0,1fr)_auto]">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2">
        <Status tone={tone} className="-ml-[1.4rem]">
          {word}
        </Status>
        <span className="min-w-0 break-words">{callWords(act)}</span>
        {act.rows !== null && <span className="tabular text-muted">{counted(act.rows, 'row')}</span>}
      </p>
      <RelativeTime at={act.at} className="text-muted text-xs sm:text-right" />
      {statement && act.about && (
        <code className="line-clamp-3 min-w-0 break-words font-mono text-muted text-xs sm:col-span-2">{act.about}</code>
      )}
      {act.why && <p className="text-bad-text text-sm sm:col-span-2">{act.why}</p>}
    </li>
  )
}
