'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { LineChart } from '@/components/ui/chart'
import { counted, day, measure } from '@/components/ui/format'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { Expectation } from '@/server/observe/schema'
import { EndException } from './end-exception'
import { type LineEvent, lineSpans, markOf } from './line-spans'
import { MuteButton } from './mute-button'
import { type Measurements, pictureOf } from './picture'
import { standsAs } from './words'

const DriftShapes = dynamic(() => import('./drift-shapes').then((part) => part.DriftShapes), { ssr: false })
const OffendingRows = dynamic(() => import('./offending-rows').then((part) => part.OffendingRows), { ssr: false })

/** Buckets that make no line: all of it was measured lately. */
const FEW = 3

type Shown = {
  promise: Expectation
  /** The oldest first. */
  events: readonly LineEvent[]
  /** Of which time, and by what; left out, each measurement of the last 30 days. */
  ask?: { from: string; bucket?: 'hour' | 'day' }
  /** The reader may mute it. */
  mutes: boolean
  /** The reader may read its port. */
  reads: boolean
}

/** One promise: what it asks, how it stands, and what was measured over time, with what became of it marked on the line. */
export function PromiseLine({ promise, events, ask, mutes, reads }: Shown) {
  const { query, items } = useLine(promise.id, ask)
  const [tone, word] = standsAs(promise)
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
          className="mt-2 bg-transparent p-2.5"
          title="What was measured could not be read"
          error={query.error}
          retry={() => void query.refetch()}
        />
      )}
      {!query.data && !query.isError && <Skeleton className="mt-3 h-40" />}
      {items && <Picture promise={promise} events={events} items={items} />}
      {reads && <Behind promise={promise} />}
    </div>
  )
}

/** What was measured: in the buckets that are asked for, or each by itself where they would make no line. */
function useLine(expectation: string, ask: Shown['ask']) {
  const trpc = useTRPC()
  const query = useQuery(trpc.expectation.measurements.queryOptions({ expectation, ...ask }))
  const few = query.data !== undefined && query.data.items.length > 0 && query.data.items.length < FEW
  const each = useQuery(
    trpc.expectation.measurements.queryOptions(
      { expectation, ...ask, bucket: undefined },
      { enabled: ask?.bucket !== undefined && few },
    ),
  )
  return { query, items: each.data?.items ?? query.data?.items }
}

/** What stands behind a number, for those who may see it: the values that drift compares, the rows that break a promise. */
function Behind({ promise: { id, kind, title, last, excepted } }: { promise: Expectation }) {
  const [open, setOpen] = useState(false)
  const rows = ['quality', 'schema', 'relation'].includes(kind) && (last?.state === 'broken' || excepted !== null)
  if (!rows && kind !== 'drift') return null
  return (
    <div className="mt-2 flex min-w-0 flex-col items-start gap-2">
      <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        {kind === 'drift' ? 'Compare its values' : 'Rows that break it'}
      </Button>
      {open && (
        <div className="w-full min-w-0">
          {kind === 'drift' ? <DriftShapes id={id} /> : <OffendingRows id={id} title={title} />}
        </div>
      )}
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
  const marks = events.filter(({ at }) => at >= first).map(markOf)
  const done = marks.filter(({ doing }) => doing).map(({ at, label }) => `${label} on ${at.slice(0, 10)}`)
  return (
    <div className="mt-3">
      <LineChart
        title="Measured"
        reading={`${counted(points.length, 'measurement')} of ${promise.title}, the last ${measure(last)}; broken in ${counted(items.filter(({ state }) => state === 'broken').length, 'of them', 'of them')}. ${done.join('; ')}`}
        points={points}
        series={[promise.title]}
        unit={promise.kind === 'freshness' ? 'hours' : ''}
        spans={lineSpans(events, now)}
        marks={marks}
        height={180}
      />
    </div>
  )
}
