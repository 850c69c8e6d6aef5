'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ListFilter } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { seesPublishing } from '@/components/frame/nav'
import { useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { cn } from '@/components/ui/cn'
import { Sheet } from '@/components/ui/dialog'
import { counted } from '@/components/ui/format'
import { SearchInput, Select } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { useListKeys } from '@/components/ui/list-keys'
import { TopLine } from '@/components/ui/page'
import { Facets } from './facets'
import { Results } from './results'
import { type SearchState, searchInputOf, searchKey } from './search-address'
import { type SetSearch, useSearchState } from './search-state'
import { Searches } from './searches'
import { useNoted } from './use-noted'

const Preview = dynamic(() => import('./preview').then((part) => part.Preview))

/** Find, narrow, look, open. */
export function Catalog() {
  const { org, viewer } = useFrame()
  const base = `/${org.slug}/catalog`
  const { state, set, toggle, clear, chosen } = useSearchState()
  const [filtering, setFiltering] = useState(false)
  const found = useFound(useDeferredValue(state))
  const hits = found.hits
  const slugs = hits?.map((hit) => hit.slug) ?? []

  useCatalogKeys({ slugs, state, set, base, onOpen: found.open })
  const facets = (
    <Facets counts={found.first?.facets} estimated={found.first?.estimated ?? false} chosen={state} onToggle={toggle} />
  )
  const previewed = state.preview && state.at && slugs.includes(state.at) ? state.at : null
  return (
    <>
      <TopLine
        crumbs={[{ label: 'Catalog' }]}
        action={seesPublishing(viewer) && <ButtonLink href={`/${org.slug}/wanted`}>Wanted</ButtonLink>}
      />
      <div className="mx-auto flex w-full max-w-[1600px] items-start">
        <aside
          aria-label="Filters"
          className={cn(
            'sticky top-12 hidden max-h-[calc(100dvh-3rem)] w-56 shrink-0 overflow-y-auto py-6 pr-2 pl-8',
            previewed ? 'xl:block' : 'lg:block',
          )}
        >
          {facets}
        </aside>
        <div className="min-w-0 flex-1 px-4 pt-5 pb-16 sm:px-8">
          <h1 className="sr-only">Catalog</h1>
          <SearchBar
            q={state.q}
            onQ={(q) => void set({ q: q || null, at: null })}
            chosen={chosen.length}
            previewed={previewed !== null}
            searches={<Searches input={searchInputOf(state)} />}
            onFilters={() => setFiltering(true)}
          />
          <ListHead
            total={found.first?.total}
            estimated={found.first?.estimated ?? false}
            notice={found.first?.notice ?? null}
            sort={state.sort}
            asked={state.q !== ''}
            chosen={chosen.length}
            onSort={(sort) => void set({ sort })}
            onClear={clear}
          />
          <Results
            hits={hits}
            failed={found.error}
            retry={found.retry}
            base={base}
            at={state.at}
            narrowed={{ q: state.q, chosen }}
            onSelect={(at) => void set({ at })}
            onOpen={found.open}
            onToggle={toggle}
            onClear={(what) => (what === 'q' ? void set({ q: null }) : clear())}
            more={found.more}
          />
        </div>
        {previewed && (
          <Preview
            slug={previewed}
            href={`${base}/${previewed}`}
            onOpen={() => found.open(previewed)}
            onClose={() => void set({ preview: null })}
          />
        )}
      </div>
      <Sheet open={filtering} onOpenChange={setFiltering} title="Filters" className="max-w-xs">
        {facets}
      </Sheet>
    </>
  )
}

function useCatalogKeys({
  slugs: ids,
  state: { at, preview },
  set,
  base,
  onOpen,
}: {
  slugs: string[]
  state: SearchState
  set: SetSearch
  base: string
  onOpen: (slug: string) => void
}) {
  const router = useRouter()
  useListKeys({
    ids,
    selected: at,
    onSelect: (slug) => void set({ at: slug }),
    onOpen: (slug) => {
      onOpen(slug)
      router.push(`${base}/${slug}`)
    },
    onPreview: () => void set({ preview: !preview }),
  })
}

function useFound(state: SearchState) {
  const client = useTRPCClient()
  const input = searchInputOf(state)
  const query = useInfiniteQuery({
    queryKey: searchKey(input),
    queryFn: ({ pageParam, signal }) => client.catalog.search.query({ ...input, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const first = query.data?.pages[0]
  const opened = useNoted(state, first !== undefined && !query.isPlaceholderData)
  const hits = query.data?.pages.flatMap((page) => page.items)
  const more = query.hasNextPage
    ? { load: () => void query.fetchNextPage(), busy: query.isFetchingNextPage }
    : undefined
  const open = (slug: string) => opened(hits?.find((hit) => hit.slug === slug)?.id)
  return { first, hits, more, open, error: query.isError ? query.error : null, retry: () => void query.refetch() }
}

function SearchBar({
  q,
  onQ,
  chosen,
  previewed,
  searches,
  onFilters,
}: {
  q: string
  onQ: (q: string) => void
  /** How many filters are set. */
  chosen: number
  previewed: boolean
  searches: ReactNode
  onFilters: () => void
}) {
  return (
    <div className="flex items-center gap-2">
      <SearchInput
        label="Search the catalog"
        placeholder="Search products, columns, tags"
        value={q}
        onChange={(event) => onQ(event.target.value)}
        className="flex-1 [&_input]:h-9"
      />
      {searches}
      <Button className={cn('h-9', previewed ? 'xl:hidden' : 'lg:hidden')} icon={<ListFilter />} onClick={onFilters}>
        Filters{chosen > 0 && ` (${chosen})`}
      </Button>
    </div>
  )
}

function ListHead({
  total,
  estimated,
  notice,
  sort,
  asked,
  chosen,
  onSort,
  onClear,
}: {
  total: number | undefined
  estimated: boolean
  /** Why another engine than the usual one answered. */
  notice: string | null
  sort: SearchState['sort']
  asked: boolean
  chosen: number
  onSort: (sort: SearchState['sort']) => void
  onClear: () => void
}) {
  return (
    <div className="flex h-12 items-center gap-3 text-muted text-sm">
      <p role="status" className="tabular truncate">
        {total === undefined ? ' ' : `${estimated ? 'At least ' : ''}${counted(total, 'product')}`}
        {notice && <span className="ml-2 text-xs">{notice}</span>}
      </p>
      {(chosen > 0 || asked) && (
        <Button size="sm" kind="quiet" className="text-muted" onClick={onClear}>
          Clear
        </Button>
      )}
      <span className="ml-auto hidden items-center gap-1.5 text-xs xl:flex">
        <Kbd keys="j" /> <Kbd keys="k" /> move
        <Kbd keys="space" className="ml-2" /> preview
        <Kbd keys="enter" className="ml-2" /> open
      </span>
      <Select
        aria-label="Sort by"
        className="ml-auto w-36 xl:ml-2"
        value={sort ?? ''}
        onChange={(event) => onSort((event.target.value || null) as SearchState['sort'])}
      >
        <option value="">{asked ? 'Best match' : 'By title'}</option>
        {asked && <option value="title">By title</option>}
        <option value="changed">Newest change</option>
      </Select>
    </div>
  )
}
