'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { bytes, counted } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { Difference, SnapshotHead } from '@/server/ingestion/schema'

/** The copies of an asset, newest first, each with what changed in its schema. */
export function SnapshotList({ org, id, latest }: { org: string; id: string; latest: string | null }) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.asset.snapshots.infiniteQueryOptions(
      { id, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  )
  if (query.isError)
    return <ErrorState title="The snapshots could not be read" error={query.error} retry={() => void query.refetch()} />
  const items = query.data?.pages.flatMap((page) => page.items)
  if (!items) return <SkeletonRows label="Reading the snapshots" />
  if (items.length === 0)
    return (
      <EmptyState title="No copies yet">
        Each copy is kept as it was; products point at one, and the difference to the one before shows here.
      </EmptyState>
    )
  return (
    <>
      <ul className="divide-y border-line border-y">
        {items.map((one) => (
          <li key={one.id} className="flex flex-col gap-1 py-3">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Link href={`/${org}/runs/${one.runId}`}>
                <RelativeTime at={one.createdAt} />
              </Link>
              <span className="tabular text-muted text-sm">
                {counted(one.rows, 'row')}, {bytes(one.bytes)}
              </span>
              <code className="font-mono text-muted text-xs">{one.hash.slice(0, 12)}</code>
              <State one={one} latest={latest} />
            </div>
            <Changes difference={one.difference} />
          </li>
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

function State({ one, latest }: { one: SnapshotHead; latest: string | null }) {
  if (one.state === 'held') return <Status tone="warn">Held</Status>
  return one.id === latest ? <Status tone="ok">Latest</Status> : null
}

function Changes({ difference: { added, removed, changed } }: { difference: Difference }) {
  const lines = [
    ...added.map((column) => `+ ${column.name} ${column.type}`),
    ...removed.map((column) => `− ${column.name} ${column.type}`),
    ...changed.map((column) => `~ ${column.name} ${column.before} → ${column.after}`),
  ]
  if (lines.length === 0) return null
  return (
    <ul aria-label="What changed in the schema" className="font-mono text-sm">
      {lines.map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  )
}
