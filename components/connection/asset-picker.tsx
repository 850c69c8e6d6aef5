'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useDeferredValue, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Checkbox } from '@/components/ui/choice'
import { counted } from '@/components/ui/format'
import { SearchInput } from '@/components/ui/input'
import { EmptyState, ErrorState, NoMatches, SkeletonRows } from '@/components/ui/states'
import { AssetRow, type RowsProps } from './asset-row'

const AssetWindow = dynamic(() => import('./asset-window').then((part) => part.AssetWindow))

/** Rows beyond this are drawn only where one looks; a page of the list holds more, so that the rest is asked for by scrolling there. */
const VIRTUAL_FROM = 120

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

/** The rows themselves, when few; of many only those in sight. */
function Rows({ items, onEnd, ...rest }: RowsProps & { onEnd: () => void }) {
  if (items.length > VIRTUAL_FROM) return <AssetWindow items={items} onEnd={onEnd} {...rest} />
  return (
    <section aria-label="Assets" className="max-h-[55vh] overflow-y-auto rounded-md border">
      <ul>
        {items.map((item) => (
          <AssetRow key={item.id} item={item} {...rest} />
        ))}
      </ul>
    </section>
  )
}
