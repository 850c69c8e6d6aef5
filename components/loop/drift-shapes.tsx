'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { ShapesChart } from '@/components/ui/chart'
import { count, counted, percent } from '@/components/ui/format'
import { ErrorState, Skeleton } from '@/components/ui/states'
import type { Shapes } from '@/server/observe/shapes-schema'
import { toldCode } from './told-code'

/** The values that drift compares now, laid over each other as shares of either side. */
export function DriftShapes({ id }: { id: string }) {
  const query = useQuery(useTRPC().expectation.shapes.queryOptions({ id }, { retry: false, staleTime: 60_000 }))
  if (query.isPending) return <Skeleton className="h-56" />
  if (query.isError && ['invalid', 'forbidden', 'not_found'].includes(toldCode(query.error)))
    return <p className="max-w-read text-muted text-sm">{query.error.message}</p>
  if (query.isError)
    return <ErrorState title="Its values could not be read" error={query.error} retry={() => void query.refetch()} />
  return <Picture shapes={query.data} />
}

const shareOf = (part: number, of: number) => (of === 0 ? 0 : part / of)
const drawn = ({ bars }: Shapes, side: 'reference' | 'current') => bars.reduce((sum, bar) => sum + bar[side], 0)

function Picture({ shapes }: { shapes: Shapes }) {
  const { column, by, bars, reference, current } = shapes
  const [was, is] = [drawn(shapes, 'reference'), drawn(shapes, 'current')]
  const points = bars.map((bar) => ({
    label: wordOf(shapes, bar.label),
    reference: shareOf(bar.reference, was),
    current: shareOf(bar.current, is),
  }))
  const farthest = points.toSorted((a, b) => Math.abs(b.current - b.reference) - Math.abs(a.current - a.reference))[0]
  return (
    <div className="min-w-0">
      <ShapesChart
        title={`${column}: the reference and now`}
        reading={
          farthest
            ? `Shares of values ${by === 'steps' ? 'by steps' : 'by value'}; they differ most at ${farthest.label}: ${percent(farthest.reference)} of the reference, ${percent(farthest.current)} now.`
            : 'There are no values on either side.'
        }
        points={points}
      />
      <p className="mt-1 max-w-read text-muted text-sm">
        Reference: {said(reference)}. Now: {said(current)}.
        {by === 'steps' && ' The outer steps hold what lies beyond them.'}
      </p>
    </div>
  )
}

function said({ rows, nulls, notNumbers }: Shapes['reference']) {
  const without = [nulls > 0 && `${count(nulls)} empty`, notNumbers > 0 && `${count(notNumbers)} no numbers`]
  return [counted(rows, 'row'), ...without.filter(Boolean)].join(', ')
}

function wordOf({ by, type }: Shapes, label: string | null): string {
  if (label === null) return 'all others'
  const moment = by === 'steps' && /^(DATE|TIMESTAMP)/.test(type)
  return moment ? label.slice(0, 10) : label === '' ? '(empty text)' : label
}
