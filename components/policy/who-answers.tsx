'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { count, counted } from '@/components/ui/format'
import { Select } from '@/components/ui/input'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { Action } from '@/server/policy/schema'
import { type Answer, WhoRow } from './who-row'
import { actionWords } from './words'

type Asked = { by: 'thing' | 'person'; about: string; action: Action; at: string | undefined }

/** Everyone's answers about one thing, or one principal's about everything, as they come. */
export function WhoAnswers({ by, about, action, at }: Asked) {
  const client = useTRPCClient()
  const [show, setShow] = useState<'all' | Answer['effect']>('all')
  const asked = { ...(by === 'thing' ? { resource: about } : { principal: about }), action, at }
  const query = useInfiniteQuery({
    queryKey: ['policy who', asked],
    queryFn: ({ pageParam, signal }) => client.policy.who.mutate({ ...asked, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  if (query.isError)
    return <ErrorState title="It could not be looked up" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows rows={8} label="Asking about everyone" />
  const answers = query.data.pages.flatMap(({ items }) => items)
  const texts = Object.assign({}, ...query.data.pages.map(({ policies }) => policies)) as Record<string, string>
  const may = answers.filter(({ effect }) => effect === 'allow').length
  const shown = answers.filter(({ effect }) => show === 'all' || effect === show)
  if (answers.length === 0 && !query.hasNextPage)
    return <EmptyState title="Nothing is published">What is published is listed here, with who may use it.</EmptyState>
  return (
    <section aria-label="Answers">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
        <p className="tabular" role="status">
          {query.hasNextPage && `Of the first ${count(answers.length)}, `}
          {count(may)} may {actionWords[action]}, {count(answers.length - may)} may not
          {by === 'person' &&
            `, of ${counted(answers.length, action === 'query' || action === 'preview' ? 'port' : 'product')}`}
        </p>
        <Select
          aria-label="Show"
          className="w-36"
          value={show}
          onChange={({ target }) => setShow(target.value as typeof show)}
        >
          <option value="all">All</option>
          <option value="allow">Who may</option>
          <option value="deny">Who may not</option>
        </Select>
      </div>
      <ul aria-label="Who may" className="divide-y divide-line border-line border-y">
        {shown.map((answer) => (
          <WhoRow key={`${answer.principal.id} ${answer.resource.id}`} answer={answer} by={by} texts={texts} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  )
}
