'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Download, ScrollText } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useDeferredValue } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Page } from '@/components/ui/page'
import { EmptyState, ErrorState, NoMatches, SkeletonRows } from '@/components/ui/states'
import { type AuditState, auditAddress, filterOf } from './address'
import { EntryRow } from './entry-row'
import { Filters, narrowing } from './filters'
import { LastCheck } from './last-check'

/** What was done and read, the newest first, and whether it can be believed. */
export function Audit() {
  const [state, set] = useQueryStates(auditAddress, { history: 'replace', throttleMs: 250 })
  const change = (next: Partial<AuditState>) => void set(next)
  const { org } = useFrame()
  return (
    <Page
      wide
      title="Audit"
      lead="Every change and every read of data, in a chain that shows if any of it was touched."
      action={
        <>
          <ButtonLink href={`/${org.slug}/audit/evidence`}>Evidence</ButtonLink>
          <a
            href={exportAddress(state)}
            download
            className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-raised px-3 font-medium hover:bg-hover"
          >
            <Download aria-hidden className="size-4" />
            Export
          </a>
        </>
      }
    >
      <LastCheck />
      <Filters state={state} onChange={change} />
      <Entries state={state} onChange={change} />
    </Page>
  )
}

function exportAddress(state: AuditState) {
  const given = Object.entries(filterOf(state)).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return `/api/v1/audit/export?${new URLSearchParams(given)}`
}

function Entries({ state, onChange }: { state: AuditState; onChange: (next: Partial<AuditState>) => void }) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filterOf(useDeferredValue(state)), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  if (query.isError)
    return <ErrorState title="The audit could not be read" error={query.error} retry={() => void query.refetch()} />
  const entries = query.data?.pages.flatMap((page) => page.items)
  if (!entries) return <SkeletonRows rows={10} label="Reading the audit" />
  const narrowed = narrowing(state, onChange)
  if (entries.length === 0 && narrowed.length > 0) return <NoMatches what="entries" filters={narrowed} />
  if (entries.length === 0)
    return (
      <EmptyState title="Nothing has happened yet" icon={<ScrollText />}>
        Each change, and each read of data, leaves an entry here before its answer goes out.
      </EmptyState>
    )
  return (
    <>
      <ul aria-label="Entries" className="border-line border-t">
        {entries.map((entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            onResource={(resource) => onChange({ resource })}
            onActor={(actor) => onChange({ actor })}
          />
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
