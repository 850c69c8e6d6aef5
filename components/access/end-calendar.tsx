'use client'

import { useQuery } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Field } from '@/components/ui/field'
import { day } from '@/components/ui/format'
import { Select } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { AccessGrant } from '@/server/access/schema'
import { purposeTitle } from './words'

const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** What ends when in the next three months, month by month: one's own, or all that one may see. */
export function EndCalendar() {
  const trpc = useTRPC()
  const { viewer } = useFrame()
  const more = viewer.role !== 'member' || viewer.domains.some(({ role }) => role !== 'member')
  const [mine, setMine] = useState(true)
  const query = useQuery(trpc.grant.calendar.queryOptions({ mine }))
  const months = new Map<string, AccessGrant[]>()
  for (const grant of query.data?.items ?? []) {
    const name = month.format(new Date(grant.expiresAt))
    months.set(name, [...(months.get(name) ?? []), grant])
  }
  return (
    <>
      {more && (
        <Field label="Whose" hideLabel className="mb-4 max-w-56">
          <Select value={mine ? 'mine' : 'all'} onChange={({ target }) => setMine(target.value === 'mine')}>
            <option value="mine">What you hold</option>
            <option value="all">All that you may see</option>
          </Select>
        </Field>
      )}
      {query.isError && (
        <ErrorState title="The calendar could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {!query.data && !query.isError && <SkeletonRows label="Loading the calendar" />}
      {query.data?.items.length === 0 && (
        <EmptyState title="Nothing ends in the next three months" icon={<CalendarClock />}>
          Grants stand here by the day they end, so that what is still needed is renewed in time.
        </EmptyState>
      )}
      {[...months].map(([name, grants]) => (
        <section key={name} className="mb-8">
          <h2 className="mb-2 text-lg">{name}</h2>
          <ul className="divide-y divide-line border-line border-y">
            {grants.map((grant) => (
              <EndRow key={grant.id} grant={grant} whose={!mine} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function EndRow({ grant, whose }: { grant: AccessGrant; whose: boolean }) {
  const { org } = useFrame()
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 py-2">
      <span className="tabular w-28 shrink-0 text-sm">{day(grant.expiresAt)}</span>
      <span className="min-w-0 flex-1 basis-48">
        <Link href={`/${org.slug}/catalog/${grant.product}`}>{grant.productTitle}</Link>{' '}
        <span className="font-mono text-muted text-sm">{grant.port}</span>
      </span>
      <span className="text-muted text-sm">
        {whose && `${grant.principalName}, `}
        {purposeTitle(grant.purpose).toLowerCase()}
      </span>
    </li>
  )
}
