'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { LineChart } from '@/components/ui/chart'
import { counted, day, measure } from '@/components/ui/format'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { Expectation } from '@/server/observe/schema'
import { EndException } from './end-exception'
import { type LineEvent, lineSpans } from './line-spans'
import { MuteButton } from './mute-button'
import { type Measurements, pictureOf } from './picture'
import { eventWords, measuredWords } from './words'

type Shown = {
  promise: Expectation
  /** The oldest first. */
  events: readonly LineEvent[]
  /** Of which time, and by what; left out, each measurement of the last 30 days. */
  ask?: { from: string; bucket?: 'hour' | 'day' }
  /** The reader may mute it. */
  mutes: boolean
}

/** One promise: what it asks, how it stands, and what was measured over time, with what became of it marked on the line. */
export function PromiseLine({ promise, events, ask, mutes }: Shown) {
  const query = useQuery(useTRPC().expectation.measurements.queryOptions({ expectation: promise.id, ...ask }))
  const [tone, word] = measuredWords[promise.last?.state ?? 'unknown']
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="min-w-0 break-words font-medium">{promise.title}</h3>
        <span className="text-muted text-sm">{promise.expected}</span>
        <Status tone={tone}>
          {word}
          {promise.last?.value != null && `: ${measure(promise.last.value)}`}
        </Status>
        {mutes && <MuteButton promise={promise} />}
      </div>
      <Hushed promise={promise} />
      {promise.excepted && (
        <p className="mt-1 max-w-read break-words text-muted text-sm">
          Expected until {day(promise.excepted.until)} while it is no worse, says {promise.excepted.by}: “
          {promise.excepted.why}”{mutes && <EndException promise={promise} />}
        </p>
      )}
      {query.isError && !query.data && (
        <ErrorState
          className="mt-3"
          title="What was measured could not be read"
          error={query.error}
          retry={() => void query.refetch()}
        />
      )}
      {!query.data && !query.isError && <Skeleton className="mt-3 h-40" />}
      {query.data && <Picture promise={promise} events={events} items={query.data.items} />}
    </div>
  )
}

/** Why nobody is told that it is broken. */
function Hushed({ promise: { muted, imprecise } }: { promise: Expectation }) {
  if (muted)
    return (
      <p className="mt-1 max-w-read break-words text-muted text-sm">
        Muted until {day(muted.until)} by {muted.by}: “{muted.why}” It is measured, and nobody is told.
      </p>
    )
  if (!imprecise) return null
  return (
    <p className="mt-1 max-w-read text-muted text-sm">
      More than half of its alarms were false: nobody is told until one was fixed.
    </p>
  )
}

function Picture({ promise, events, items }: Pick<Shown, 'promise' | 'events'> & { items: Measurements }) {
  const [now] = useState(() => new Date().toISOString())
  const { points, first, last } = pictureOf(promise.title, items)
  if (items.length === 0) return <p className="mt-2 text-muted text-sm">Nothing was measured in this time.</p>
  // What is no number has no line, and one point makes none.
  if (points.length < 2 || last === null) return null
  const seen = events.filter(({ at }) => at >= first)
  return (
    <div className="mt-3">
      <LineChart
        title="Measured"
        reading={`${counted(points.length, 'measurement')} of ${promise.title}, the last ${measure(last)}; broken in ${counted(items.filter(({ state }) => state === 'broken').length, 'of them', 'of them')}.`}
        points={points}
        series={[promise.title]}
        unit={promise.kind === 'freshness' ? 'hours' : ''}
        spans={lineSpans(events, now)}
        marks={seen.map(({ at, kind }) => ({ at, label: eventWords[kind] }))}
        height={180}
      />
    </div>
  )
}
