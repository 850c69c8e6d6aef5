'use client'

import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { countShort, exactTime, measure } from './format'

export type LinesProps = {
  points: { at: string; values: Record<string, number | null> }[]
  /** Names of the lines, at most six. */
  series: string[]
  unit: string
  /** What was expected. */
  band?: { low: number; high: number }
  /** Events marked on the line. */
  marks?: { at: string; label: string }[]
}

const tick = { fill: 'var(--muted)', fontSize: 12 }
const colours = [1, 2, 3, 4, 5, 6].map((place) => `var(--chart-${place})`)
const box = {
  contentStyle: {
    background: 'var(--raised)',
    border: '1px solid var(--line)',
    borderRadius: 8,
    boxShadow: 'var(--float)',
    fontSize: 12,
  },
  labelStyle: { color: 'var(--muted)' },
  itemStyle: { color: 'var(--ink)' },
  isAnimationActive: false,
}

export function Lines({ points, series, unit, band, marks = [] }: LinesProps) {
  const data = points.map((point) => ({ at: new Date(point.at).getTime(), ...point.values }))
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={data}
        margin={{ top: 8, right: series.length > 1 ? 88 : 12, bottom: 0, left: 0 }}
        accessibilityLayer
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          domain={['dataMin', 'dataMax']}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--edge)' }}
          tickFormatter={shortDay}
          minTickGap={32}
        />
        <YAxis tick={tick} tickLine={false} axisLine={false} width={48} tickFormatter={countShort} />
        {band && <ReferenceArea y1={band.low} y2={band.high} fill="var(--ok)" fillOpacity={0.1} />}
        {marks.map((mark) => (
          <ReferenceLine
            key={`${mark.at}${mark.label}`}
            x={new Date(mark.at).getTime()}
            stroke="var(--edge)"
            strokeDasharray="3 3"
            label={{ value: mark.label, position: 'insideTopLeft', fill: 'var(--muted)', fontSize: 12 }}
          />
        ))}
        <Tooltip
          {...box}
          labelFormatter={(at) => exactTime(Number(at))}
          formatter={(value, name) => [`${measure(Number(value))} ${unit}`, String(name)]}
        />
        {series.slice(0, 6).map((name, place) => (
          <Line
            key={name}
            dataKey={name}
            stroke={colours[place]}
            strokeWidth={1.75}
            dot={data.length < 24 ? { r: 2 } : false}
            isAnimationActive={false}
            label={series.length > 1 ? lastLabel(name, data.length - 1) : false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}

/** A line's name at its end, where one looks for it. */
function lastLabel(name: string, last: number) {
  return ({ index, x, y }: { index?: number; x?: number | string; y?: number | string }) =>
    index === last ? (
      <text x={Number(x) + 8} y={Number(y) + 4} fill="var(--ink)" fontSize={12}>
        {name}
      </text>
    ) : (
      <g />
    )
}

function shortDay(at: number) {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at)
}
