'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Link } from '@/components/ui/link'
import { LoadedList } from '@/components/ui/loaded-list'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, NoMatches } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { Incident } from '@/server/observe/schema'
import { EVERY, incidentsInputOf, type Shown } from './address'
import { stateOf } from './words'

const words: Record<Shown, { label: string; none: string; why: string }> = {
  open: {
    label: 'What needs somebody',
    none: 'Nothing is broken',
    why: 'What a contract promises is measured whenever rows are copied, and how old they are every quarter of an hour. What is broken stands here, once for each cause.',
  },
  resolved: {
    label: 'Resolved',
    none: 'Nothing was resolved yet',
    why: 'What is kept again moves here by itself, and so does what somebody says was expected or a false alarm.',
  },
}

/** Incidents: what needs somebody most comes first; of what is resolved, what was seen last. */
export function IncidentList({
  show,
  domain,
  live,
  onAll,
}: {
  show: Shown
  domain: string | null
  live: boolean
  onAll: () => void
}) {
  const { domains } = useFrame()
  const query = useInfiniteQuery(
    useTRPC().incident.list.infiniteQueryOptions(incidentsInputOf(show, domain), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: live && show === 'open' && EVERY,
    }),
  )
  const { label, none, why } = words[show]
  const empty =
    domain === null ? (
      <EmptyState title={none}>{why}</EmptyState>
    ) : (
      <NoMatches what="incidents" filters={[{ label: domains[domain] ?? domain, drop: onAll }]} />
    )
  return (
    <LoadedList
      query={query}
      label={label}
      loading="Reading incidents"
      failed="Incidents could not be read"
      empty={empty}
    >
      {(incident) => <IncidentRow key={incident.id} incident={incident} />}
    </LoadedList>
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
          {incident.product.title}
          {incident.port && <span className="font-mono"> {incident.port}</span>}. {incident.cause}
        </p>
      </div>
      <Status tone={tone}>{word}</Status>
      <p className="tabular text-muted text-sm">
        <RelativeTime at={incident.resolvedAt ?? incident.lastSeenAt} />, {incident.owner.name}
      </p>
    </li>
  )
}
