'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Checkbox } from '@/components/ui/choice'
import { bytes, counted } from '@/components/ui/format'
import { SearchInput } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { EmptyState, ErrorState, NoMatches, SkeletonRows } from '@/components/ui/states'
import type { AssetHead } from '@/server/ingestion/schema'

/** Height of a row, in px. */
const rowHeight = 44

/** What a connection shows, searched on the server and drawn only where one looks; assets are chosen by their ref. */
export function AssetPicker({
  org,
  connection,
  chosen,
  onChange,
}: {
  org: string
  connection: string
  chosen: ReadonlySet<string>
  onChange: (chosen: Set<string>) => void
}) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const query = useInfiniteQuery(
    trpc.connection.assets.infiniteQueryOptions(
      { id: connection, limit: 200, ...(q ? { q } : {}) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  )
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const toggle = (refs: string[], on: boolean) => {
    const next = new Set(chosen)
    for (const ref of refs) on ? next.add(ref) : next.delete(ref)
    onChange(next)
  }
  if (query.isError)
    return (
      <ErrorState title="The source could not be looked at" error={query.error} retry={() => void query.refetch()} />
    )
  if (!query.data) return <SkeletonRows label="Looking at the source" />
  if (items.length === 0 && !q)
    return (
      <EmptyState title="It shows nothing">
        The user signed in but may read no table. Grant it SELECT, then look again.
      </EmptyState>
    )
  const shownChosen = items.filter(({ ref }) => chosen.has(ref)).length
  return (
    <div className="flex flex-col gap-2">
      <SearchInput
        label="Search assets"
        placeholder="Search assets"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="flex items-center justify-between text-muted text-sm">
        <Checkbox
          checked={shownChosen === 0 ? false : shownChosen === items.length ? true : 'mixed'}
          onChange={(on) =>
            toggle(
              items.map(({ ref }) => ref),
              on,
            )
          }
          label={`All ${query.hasNextPage ? 'loaded' : 'shown'}`}
        />
        <span role="status">{counted(chosen.size, 'asset')} chosen</span>
      </div>
      {items.length === 0 ? (
        <NoMatches what="assets" filters={[{ label: `“${q}”`, drop: () => setTyped('') }]} />
      ) : (
        <Rows
          org={org}
          items={items}
          chosen={chosen}
          toggle={toggle}
          onEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
        />
      )}
    </div>
  )
}

type RowsProps = {
  org: string
  items: AssetHead[]
  chosen: ReadonlySet<string>
  toggle: (refs: string[], on: boolean) => void
  onEnd: () => void
}

function Rows({ org, items, chosen, toggle, onEnd }: RowsProps) {
  const box = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= items.length - 20) onEnd()
  }, [last, items.length, onEnd])
  return (
    <section ref={box} aria-label="Assets" className="max-h-[55vh] overflow-y-auto rounded-md border">
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const item = items[index]!
          return (
            <li
              key={item.id}
              className="absolute inset-x-0 flex items-center gap-3 border-line border-b px-3"
              style={{ height: rowHeight, top: start }}
            >
              <Checkbox
                className="min-w-0 flex-1 [&_label]:truncate"
                checked={chosen.has(item.ref)}
                onChange={(on) => toggle([item.ref], on)}
                label={<span className="font-mono text-sm">{item.ref}</span>}
              />
              {item.latestSnapshot && (
                <Link href={`/${org}/assets/${item.id}`} className="shrink-0 text-sm">
                  profile<span className="sr-only"> of {item.ref}</span>
                </Link>
              )}
              <span className="tabular shrink-0 text-right text-muted text-sm max-sm:hidden">
                {item.rows !== null && `${item.latestSnapshot ? '' : 'about '}${counted(item.rows, 'row')}`}
              </span>
              <span className="tabular w-20 shrink-0 text-right text-muted text-sm max-sm:hidden">
                {item.bytes === null ? '' : bytes(item.bytes)}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
