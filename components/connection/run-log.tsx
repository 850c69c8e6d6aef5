'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '@/components/trpc'
import { cn } from '@/components/ui/cn'
import { ErrorState, SkeletonRows } from '@/components/ui/states'

/** How often the log of a run that goes on is looked at, in ms. */
const lookEvery = 1_500
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' })
const colours = { info: 'text-muted', warn: 'text-warn-text', error: 'text-bad-text' } as const

/** What a run said, line by line, as it says it. */
export function RunLog({ id, live }: { id: string; live: boolean }) {
  const trpc = useTRPC()
  const query = useQuery(trpc.run.log.queryOptions({ id }, { refetchInterval: live ? lookEvery : false }))
  const { refetch } = query
  useEffect(() => {
    // What it said last came after the last look while it went on.
    if (!live) void refetch()
  }, [live, refetch])
  if (query.isError)
    return <ErrorState title="The log could not be read" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows rows={3} label="Reading the log" />
  return (
    <ol aria-live={live ? 'polite' : undefined} className="flex flex-col gap-1 text-sm">
      {query.data.items.map((line) => (
        <li key={line.number} className="flex gap-3">
          <time dateTime={line.at} className="tabular shrink-0 font-mono text-muted text-xs leading-5">
            {clock.format(new Date(line.at))} UTC
          </time>
          <span className={cn('min-w-0 break-words', colours[line.level])}>{line.message}</span>
        </li>
      ))}
    </ol>
  )
}
