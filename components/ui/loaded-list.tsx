'use client'

import type { ReactNode } from 'react'
import { Button } from './button'
import { ErrorState, SkeletonRows } from './states'

/** What a list by pages has of a query that reads on: tanstack's infinite query, as far as it is used here. */
type Paged<T> = {
  data?: { pages: { items: T[] }[] }
  isError: boolean
  error: unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  refetch: () => unknown
  fetchNextPage: () => unknown
}

/** A list that reads on when asked, with what it says while it is read, where it could not be, and where nothing is in it. */
export function LoadedList<T>({
  query,
  label,
  loading,
  failed,
  empty,
  children,
}: {
  query: Paged<T>
  label: string | undefined
  /** Said while it is read. */
  loading: string
  /** Said where it could not be. */
  failed: string
  empty: ReactNode
  /** One entry, as a list item with a key. */
  children: (item: T) => ReactNode
}) {
  const items = query.data?.pages.flatMap((page) => page.items)
  if (!items && query.isError)
    return <ErrorState title={failed} error={query.error} retry={() => void query.refetch()} />
  if (!items) return <SkeletonRows label={loading} />
  if (items.length === 0) return empty
  return (
    <>
      <ul aria-label={label} className="-mt-2 divide-y divide-line border-line border-b">
        {items.map(children)}
      </ul>
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}
