'use client'

import { skipToken, useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { count, counted } from '@/components/ui/format'
import { SearchInput } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { TopLine } from '@/components/ui/page'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { ContextFound } from '@/server/serve/schema'
import { ItemHit } from './item-hit'

/** Documents and messages that one may read, by their words. A search is a read: it runs when one asks for it, and leaves a receipt. */
export function ContextSearch() {
  const [address, set] = useQueryStates({ q: parseAsString.withDefault(''), product: parseAsString })
  const [typed, setTyped] = useState(address.q)
  const found = useFound(address)
  return (
    <>
      <TopLine crumbs={[{ label: 'Context' }]} />
      <div className="mx-auto w-full max-w-5xl px-4 pt-5 pb-16 sm:px-8">
        <h1 className="sr-only">Context</h1>
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            void set({ q: typed.trim() || null })
          }}
        >
          <SearchInput
            label="Search context"
            placeholder="Words from documents and messages you may read"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            maxLength={1_000}
            className="flex-1 [&_input]:h-9"
          />
          <Button kind="primary" type="submit" className="h-9">
            Search
          </Button>
        </form>
        {address.product && (
          <p className="mt-3 flex flex-wrap items-center gap-x-3 text-muted text-sm">
            <span>
              In <span className="font-mono">{address.product}</span> only.
            </span>
            <Button kind="quiet" onClick={() => void set({ product: null })}>
              Search all of it
            </Button>
          </p>
        )}
        {address.q === '' ? <Begin /> : <Answer found={found} />}
      </div>
    </>
  )
}

function useFound({ q, product }: { q: string; product: string | null }) {
  const client = useTRPCClient()
  const input = { q, ...(product ? { product } : {}), limit: 10 }
  return useInfiniteQuery({
    queryKey: ['context', input],
    queryFn:
      q === ''
        ? skipToken
        : ({ pageParam, signal }) => client.context.search.query({ ...input, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ContextFound) => page.nextCursor ?? undefined,
    // Each answer is a read with a receipt: none is asked for by itself.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
}

function Begin() {
  const { org } = useFrame()
  return (
    <EmptyState
      className="mt-6"
      title="Search what the organisation has written down"
      action={<ButtonLink href={`/${org.slug}/catalog?type=context`}>Find context products</ButtonLink>}
    >
      Documents and messages of the context products you hold, as far as their source lets you read them. What is found
      is quoted to the letter, with the place it comes from.
    </EmptyState>
  )
}

function Answer({ found }: { found: ReturnType<typeof useFound> }) {
  const { org } = useFrame()
  if (found.isError)
    return <ErrorState className="mt-6" title="The search failed" error={found.error} retry={() => found.refetch()} />
  const [first] = found.data?.pages ?? []
  if (!first) return <SkeletonRows rows={6} label="Searching" />
  if (first.total === 0)
    return (
      <EmptyState
        className="mt-6"
        title="Nothing that you may read has these words"
        action={<ButtonLink href={`/${org.slug}/catalog?type=context`}>Find context products</ButtonLink>}
      >
        Use fewer words, or ask for a context product that may hold the answer.
      </EmptyState>
    )
  return (
    <>
      <p className="tabular mt-4 mb-2 text-muted text-sm" role="status">
        {first.estimated ? `More than ${count(first.total)} items` : counted(first.total, 'item')}
      </p>
      <ul aria-label="Found" className="border-line border-t">
        {found.data?.pages.flatMap((page) =>
          page.items.map((hit) => <ItemHit key={hit.id} hit={hit} base={`/${org.slug}`} />),
        )}
      </ul>
      {found.hasNextPage && (
        <Button className="mt-4" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Show more
        </Button>
      )}
      <p className="mt-6 text-muted text-sm">
        This search is in your <Link href={`/${org.slug}/query?view=history`}>history</Link>, with a receipt of what it
        quoted.
      </p>
    </>
  )
}
