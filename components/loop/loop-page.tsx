'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Page } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { Tabs } from '@/components/ui/tabs'
import type { Incident } from '@/server/observe/schema'
import { incidentsInputOf, loopAddress, type Shown } from './address'
import { stateOf } from './words'

const parts: { show: Shown; label: string; none: string; why: string }[] = [
  {
    show: 'open',
    label: 'Open',
    none: 'Every promise is kept',
    why: 'What a contract promises is measured whenever rows are copied, and how old they are every quarter of an hour. What is broken stands here, once for each cause.',
  },
  {
    show: 'resolved',
    label: 'Resolved',
    none: 'Nothing was resolved yet',
    why: 'What is kept again moves here by itself, and so does what somebody says was expected or a false alarm.',
  },
]

/** What is not as it was promised, and what became of it. */
export function LoopPage() {
  const [{ show }, set] = useQueryStates(loopAddress, { history: 'replace' })
  return (
    <Page title="Loop" lead={<Standing />}>
      <Tabs
        label="Incidents"
        value={show}
        onChange={(value) => void set({ show: value as Shown })}
        tabs={parts.map(({ show: value, label }) => ({ value, label, content: <Incidents show={value} /> }))}
      />
    </Page>
  )
}

function useIncidents(show: Shown) {
  return useInfiniteQuery(
    useTRPC().incident.list.infiniteQueryOptions(incidentsInputOf(show), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
}

/** The state of things in one sentence. */
function Standing() {
  const query = useIncidents('open')
  const open = query.data?.pages.flatMap((page) => page.items)
  if (!open) return ' '
  if (open.length === 0) return 'Nothing needs you: every promise that can be measured is kept.'
  const alone = open.filter(({ state }) => state !== 'acknowledged').length
  const many = query.hasNextPage ? 'More than ' : ''
  const broken = `${many}${counted(open.length, 'promise is', 'promises are')} broken`
  if (alone === 0) return `${broken}; somebody looks after each.`
  return `${broken}; nobody looks after ${alone < open.length ? `${alone} of them` : alone === 1 ? 'it' : 'them'} yet.`
}

function Incidents({ show }: { show: Shown }) {
  const query = useIncidents(show)
  if (query.isError)
    return <ErrorState title="Incidents could not be read" error={query.error} retry={() => void query.refetch()} />
  const incidents = query.data?.pages.flatMap((page) => page.items)
  if (!incidents) return <SkeletonRows label="Reading incidents" />
  const words = parts.find((part) => part.show === show)
  if (incidents.length === 0) return <EmptyState title={words?.none ?? ''}>{words?.why}</EmptyState>
  return (
    <>
      <ul aria-label={words?.label} className="-mt-2 divide-y divide-line border-line border-b">
        {incidents.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}

function IncidentRow({ incident }: { incident: Incident }) {
  const { org } = useFrame()
  const { tone, word } = stateOf(incident)
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 md:grid-cols-[minmax(0,1fr)_9rem_12rem] md:items-baseline">
      <div className="min-w-0">
        <Link href={`/${org.slug}/loop/${incident.id}`} className="break-words font-medium">
          {incident.title}
        </Link>
        <p className="mt-0.5 break-words text-muted text-sm">
          {incident.product.title} <span className="font-mono">{incident.port}</span>. {incident.cause}
        </p>
      </div>
      <Status tone={tone}>{word}</Status>
      <p className="tabular text-muted text-sm">
        <RelativeTime at={incident.resolvedAt ?? incident.lastSeenAt} />, {incident.owner.name}
      </p>
    </li>
  )
}
