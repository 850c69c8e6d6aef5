'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '@/components/trpc'
import { LineChart } from '@/components/ui/chart'
import { counted } from '@/components/ui/format'
import { ErrorState, Skeleton } from '@/components/ui/states'
import type { Backtest } from '@/server/observe/added-schema'
import type { ShownExpectation } from '@/server/observe/schema'

const overWords: Record<Backtest['over'], [string, string]> = {
  snapshots: ['kept snapshot', 'kept snapshots'],
  days: ['day', 'days'],
  measurements: ['measurement', 'measurements'],
}
const MOST_NAMED = 6

/** What an expectation would have said of what is kept: in a sentence, and as a line. */
export function BacktestView({ one }: { one: ShownExpectation }) {
  const { mutate, data, error, isPending } = useMutation(useTRPC().expectation.backtest.mutationOptions())
  useEffect(() => mutate({ id: one.id }), [mutate, one.id])
  if (error)
    return (
      <div className="mt-4">
        <ErrorState title="It could not be tried" error={error} retry={() => mutate({ id: one.id })} />
      </div>
    )
  if (!data || isPending)
    return (
      <div className="mt-4" role="status">
        <p className="mb-2 text-muted text-sm">Measuring what is kept, one by one…</p>
        <Skeleton className="h-40" />
      </div>
    )
  return (
    <div className="mt-4 min-w-0">
      <p className="mb-3 max-w-read">{sentence(data)}</p>
      <Line one={one} data={data} />
      <Unmeasured points={data.points} />
    </div>
  )
}

function sentence({ points, fired, wereIncidents, over, truncated }: Backtest): string {
  const of = counted(points.length, ...overWords[over])
  if (points.length === 0) return 'Nothing is kept that it could be tried on.'
  const newest = truncated ? ', the newest of more' : ''
  if (fired === 0) return `It would never have fired, over ${of}${newest}.`
  const days = [...new Set(points.filter((point) => point.fired).map(({ at }) => at.slice(0, 10)))]
  const named = days.slice(0, MOST_NAMED).join(', ')
  const more = days.length > MOST_NAMED ? ` and ${days.length - MOST_NAMED} more days` : ''
  const faults =
    wereIncidents === 0
      ? 'none of them was taken for a fault then'
      : `${wereIncidents} of them were taken for faults then`
  return `It would have fired ${counted(fired, 'time')} over ${of}${newest}: on ${named}${more}; ${faults}.`
}

function Line({ one, data }: { one: ShownExpectation; data: Backtest }) {
  const numbers = data.points.filter(({ value }) => value !== null)
  const last = numbers.at(-1)
  if (!last || numbers.length < 2) return null
  const { low = Math.min(0, ...numbers.map(({ value }) => Number(value))), high } = last
  return (
    <LineChart
      title={one.title}
      reading={`${counted(numbers.length, 'value')}, ${data.fired} of them outside their band.`}
      points={data.points.map(({ at, value }) => ({ at, values: { [one.title]: value } }))}
      series={[one.title]}
      unit=""
      band={high === undefined ? undefined : { low, high }}
      marks={data.points
        .filter(({ fired }) => fired)
        .slice(-20)
        .map(({ at }) => ({ at, label: 'fires' }))}
      height={200}
    />
  )
}

function Unmeasured({ points }: { points: Backtest['points'] }) {
  const without = points.filter(({ value, detail }) => value === null && detail)
  const [first] = without
  if (!first) return null
  return (
    <p className="mt-2 max-w-read text-muted text-sm">
      {counted(without.length, 'point')} could not be measured; the first, on {first.at.slice(0, 10)}: {first.detail}
    </p>
  )
}
