'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { Button } from './button'
import type { LinesProps, ShapesProps } from './chart-view'
import { cn } from './cn'
import { Skeleton } from './states'

const waiting = () => <Skeleton className="h-full min-h-40" />
const LinesView = dynamic(() => import('./chart-view').then((module) => module.Lines), { ssr: false, loading: waiting })
const ShapesView = dynamic(() => import('./chart-view').then((module) => module.Shapes), {
  ssr: false,
  loading: waiting,
})

type Framed = {
  /** Says what it shows. */
  title: string
  /** The same in one sentence, for who does not see it. */
  reading: string
  height?: number
}

/** Values over time (UTC), up to six lines. Its code is fetched when it is first shown. */
export function LineChart({ title, reading, height = 220, ...lines }: Framed & LinesProps) {
  const rows = lines.points.map((point) => [point.at, ...lines.series.map((name) => point.values[name] ?? '')])
  return (
    <ChartFrame title={title} reading={reading} height={height} head={['Time (UTC)', ...lines.series]} rows={rows}>
      <LinesView {...lines} />
    </ChartFrame>
  )
}

/** Two distributions laid over each other, as shares: the one as bars, the other as a line of steps. */
export function ShapesChart({ title, reading, height = 220, points }: Framed & ShapesProps) {
  const rows = points.map(({ label, reference, current }) => [label, reference, current])
  return (
    <ChartFrame title={title} reading={reading} height={height} head={['Value', 'Reference', 'Now']} rows={rows}>
      <ShapesView points={points} />
    </ChartFrame>
  )
}

type Cell = string | number

function ChartFrame({
  title,
  reading,
  height,
  head,
  rows,
  children,
}: Required<Framed> & { head: string[]; rows: Cell[][]; children: ReactNode }) {
  const [asTable, setAsTable] = useState(false)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-center justify-between gap-2">
        <span className="font-medium text-sm">{title}</span>
        <span className="flex gap-1">
          <Button size="sm" kind="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'As picture' : 'As table'}
          </Button>
          <Button size="sm" kind="quiet" onClick={() => download(title, head, rows)}>
            CSV
          </Button>
        </span>
      </figcaption>
      <p className="sr-only">{reading}</p>
      {asTable ? <Numbers head={head} rows={rows} label={title} /> : <div style={{ height }}>{children}</div>}
    </figure>
  )
}

function Numbers({ head, rows, label }: { head: string[]; rows: Cell[][]; label: string }) {
  return (
    <div className="max-h-72 overflow-auto">
      <table aria-label={label} className="w-full text-sm">
        <thead>
          <tr>
            {head.map((name, place) => (
              <th
                key={name}
                scope="col"
                className={cn('border-b py-1 text-muted text-xs', place ? 'text-right' : 'text-left')}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row[0])} className="border-b">
              {row.map((cell, place) => (
                <td key={head[place]} className={cn('py-1', place > 0 && 'text-right')}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function download(title: string, head: string[], rows: Cell[][]) {
  // What would begin a formula is led by an apostrophe, which spreadsheets show as text.
  const safe = (cell: Cell) => (typeof cell === 'string' && /^\s*[=+\-@]/.test(cell) ? `'${cell}` : String(cell))
  const quote = (cell: Cell) => `"${safe(cell).replaceAll('"', '""')}"`
  const text = [head, ...rows].map((row) => row.map(quote).join(',')).join('\r\n')
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
