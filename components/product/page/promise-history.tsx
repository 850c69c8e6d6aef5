'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { LineChart } from '@/components/ui/chart'
import { percent } from '@/components/ui/format'

/** How many of its promises each port kept, over its publishings and syncs; a line needs at least two of them. */
export function PromiseHistory({ slug }: { slug: string }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.product.history.queryOptions({ slug, limit: 100 }))
  const runs = [...(data?.items ?? [])].reverse()
  const ports = [...new Set(runs.map((run) => run.port))].slice(0, 6)
  const last = runs.at(-1)
  if (!last || runs.length < 2) return null
  const share = (run: typeof last) =>
    run.checks.length === 0 ? 100 : (100 * run.checks.filter((check) => check.ok).length) / run.checks.length
  return (
    <div className="mb-8">
      <LineChart
        title="Promises kept, in percent"
        reading={`Over ${runs.length} looks, the last one on ${last.port} found ${percent(share(last) / 100)} of its promises kept.`}
        unit="%"
        series={ports}
        points={runs.map((run) => ({ at: run.at, values: { [run.port]: share(run) } }))}
        height={180}
      />
    </div>
  )
}
