'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import NextLink from 'next/link'
import type { ReactNode } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button, IconButton } from '@/components/ui/button'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { toastError } from '@/components/ui/toast'
import type { SearchFilters, SearchInput } from '@/server/catalog/schema'
import { SaveSearch } from './save-search'
import { searchLink, searchWords } from './search-link'

type Kept = { q: string; filters: SearchFilters }

/** Saved, recent and popular searches; where something is asked for, a way to save it. */
export function SearchesList({ input, onLeave }: { input: SearchInput; onLeave: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const saved = useQuery(trpc.ownSearch.saved.queryOptions({}))
  const recent = useQuery(trpc.ownSearch.recent.queryOptions({}))
  const popular = useQuery(trpc.ownSearch.popular.queryOptions({}))
  const changed = { onError: toastError, onSettled: () => queries.invalidateQueries(trpc.ownSearch.pathFilter()) }
  const remove = useMutation(trpc.ownSearch.remove.mutationOptions(changed))
  const forget = useMutation(trpc.ownSearch.forget.mutationOptions(changed))
  const lists = [saved, recent, popular]
  const failed = lists.find((list) => list.isError)
  if (failed)
    return (
      <ErrorState
        className="m-3"
        title="Your searches could not be read"
        error={failed.error}
        retry={() => void Promise.all(lists.map((list) => list.refetch()))}
      />
    )
  if (!saved.data || !recent.data || !popular.data)
    return (
      <div className="px-4">
        <SkeletonRows rows={3} label="Reading your searches" />
      </div>
    )
  const { q = '', limit: _, cursor: __, ...filters } = input
  const { sort: ___, ...narrowing } = filters
  const asks = q.trim() !== '' || Object.values(narrowing).some(Boolean)
  return (
    <div className="max-h-[min(32rem,70vh)] overflow-y-auto py-2">
      <Group title="Saved" none={asks ? undefined : 'Search for something, and save it here under a name.'}>
        {saved.data.items.map((one) => (
          <Row key={one.id} kept={one} title={one.name} onLeave={onLeave} drop={() => remove.mutate({ id: one.id })} />
        ))}
      </Group>
      {asks && <SaveSearch search={{ q: q.trim(), filters }} taken={saved.data.items.map(({ name }) => name)} />}
      <Group
        title="Recent"
        none="Your last ten searches. Only you see them."
        action={
          recent.data.items.length > 0 && (
            <Button size="sm" kind="quiet" busy={forget.isPending} onClick={() => forget.mutate({})}>
              Erase all
            </Button>
          )
        }
      >
        {recent.data.items.map((one) => (
          <Row
            key={one.id}
            kept={one}
            title={searchWords(one)}
            onLeave={onLeave}
            drop={() => forget.mutate({ ids: [one.id] })}
          />
        ))}
      </Group>
      {popular.data.items.length > 0 && (
        <Group title="Popular here">
          {popular.data.items.map(({ question }) => (
            <Row key={question} kept={{ q: question, filters: {} }} title={question} onLeave={onLeave} />
          ))}
        </Group>
      )}
    </div>
  )
}

function Group({
  title,
  none,
  action,
  children,
}: {
  title: string
  none?: string
  action?: ReactNode
  children: ReactNode[]
}) {
  return (
    <section aria-label={title} className="pb-2">
      <div className="flex min-h-8 items-center justify-between pr-2 pl-4">
        <h2 className="text-muted text-xs">{title}</h2>
        {action}
      </div>
      {children.length > 0 ? <ul>{children}</ul> : none && <p className="px-4 text-muted text-sm">{none}</p>}
    </section>
  )
}

function Row({ kept, title, onLeave, drop }: { kept: Kept; title: string; onLeave: () => void; drop?: () => void }) {
  const { org } = useFrame()
  return (
    <li className="flex items-center pr-2 hover:bg-hover">
      <NextLink
        href={searchLink(org.slug, kept)}
        onClick={onLeave}
        className="min-w-0 flex-1 truncate py-1.5 pl-4 focus-visible:-outline-offset-2"
      >
        {title}
      </NextLink>
      {drop && (
        <IconButton size="sm" label={`Remove ${title}`} onClick={drop}>
          <X />
        </IconButton>
      )}
    </li>
  )
}
