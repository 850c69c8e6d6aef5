'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { counted, duration } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status, type Tone } from '@/components/ui/status'
import type { QueryRun } from '@/server/serve/schema'
import { withoutEcho } from './engine-words'

const tones: Record<QueryRun['state'], Tone> = { running: 'busy', done: 'ok', failed: 'bad', cancelled: 'neutral' }

/** What one ran before, newest first; a press puts it back into the editor. */
export function History({ onPick }: { onPick: (sql: string) => void }) {
  const trpc = useTRPC()
  const found = useQuery(trpc.serve.history.queryOptions({ limit: 50 }))
  if (found.isPending) return <SkeletonRows />
  if (found.isError)
    return <ErrorState title="The history could not be read" error={found.error} retry={() => found.refetch()} />
  if (found.data.items.length === 0)
    return (
      <EmptyState title="Nothing was run yet">Every statement you run is kept here, with what it came to.</EmptyState>
    )
  return (
    <ul className="divide-y divide-line">
      {found.data.items.map((item) => (
        <li key={item.id} className="flex items-start gap-3 py-2.5">
          <div className="min-w-0 flex-1">
            <code className="line-clamp-2 whitespace-pre-wrap break-words font-mono text-xs">{item.sql}</code>
            <p className="tabular mt-1 flex flex-wrap items-center gap-x-3 text-muted text-xs">
              <Status tone={tones[item.state]} className="text-xs">
                {item.state}
              </Status>
              <RelativeTime at={item.startedAt} />
              {item.rows !== null && <span>{counted(item.rows, 'row')}</span>}
              {item.took !== null && <span>{duration(item.took)}</span>}
              {item.format !== 'json' && <span>as {item.format}</span>}
              {item.error && <span className="w-full text-bad-text">{withoutEcho(item.error)}</span>}
            </p>
          </div>
          <Button size="sm" kind="quiet" onClick={() => onPick(item.sql)}>
            Use again
          </Button>
        </li>
      ))}
    </ul>
  )
}
