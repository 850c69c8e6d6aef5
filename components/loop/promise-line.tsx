'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { LineChart } from '@/components/ui/chart'
import { counted, measure } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { Expectation, IncidentDetail } from '@/server/observe/schema'
import { eventWords, measuredWords } from './words'

/** One promise: what it asks, how it stands, and what was measured over time, with what became of it marked on the line. */
export function PromiseLine({ promise, events }: { promise: Expectation; events: IncidentDetail['events'] }) {
  const query = useQuery(useTRPC().expectation.measurements.queryOptions({ expectation: promise.id }))
  const points = (query.data?.items ?? []).map(({ at, value }) => ({ at, values: { [promise.title]: value } }))
  const numbers = points.filter(({ values }) => values[promise.title] !== null)
  const high = query.data?.items.at(-1)?.high ?? null
  const [tone, word] = measuredWords[promise.last?.state ?? 'unknown']
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium">{promise.title}</span>
        <span className="text-muted text-sm">{promise.expected}</span>
        <Status tone={tone}>
          {word}
          {promise.last?.value != null && `: ${measure(promise.last.value)}`}
        </Status>
      </p>
      {!query.data && !query.isError && <Skeleton className="mt-3 h-40" />}
      {numbers.length > 1 && (
        <div className="mt-3">
          <LineChart
            title="Measured"
            reading={`${counted(numbers.length, 'measurement')} of ${promise.title}, the last ${measure(Number(numbers.at(-1)?.values[promise.title]))}.`}
            points={points}
            series={[promise.title]}
            unit={promise.kind === 'freshness' ? 'hours' : ''}
            band={high === null ? undefined : { low: 0, high }}
            marks={events.map(({ at, kind }) => ({ at, label: eventWords[kind] }))}
            height={180}
          />
        </div>
      )}
    </div>
  )
}
