'use client'

import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { countShort, exactTime, measure, percent } from './format'

/** From and to. */
type Range = [number, number]
export type LinesProps = {
  points: { at: string; values: Record<string, number | null>; band?: Range; spread?: Range }[]
  /** Names of the lines, at most six. */
  series: string[]
  unit: string
  /** What was expected all along; a point may have a band of its own instead, and how far its values lay apart. */
  band?: { low: number; high: number }
  /** Times that stand out, with what was wrong then. */
  spans?: { from: string; to: string }[]
  /** Events marked on the line; what somebody did is a whole line. */
  marks?: Mark[]
}

/** The share of the picture that a mark's word takes; what stands nearer to the one before goes without. */
const WORD = 0.14
type Mark = { at: string; label: string; doing?: boolean }
/** The marks that are named: on their right, or the last of those at the end, what somebody did before others, on its left. */
function namedOf(marks: readonly Mark[], from: number, to: number) {
  const word = WORD * (to - from)
  const named = new Map<Mark, 'right' | 'left'>()
  const atEnd: Mark[] = []
  let next = from
  for (const mark of [...marks].sort((a, b) => a.at.localeCompare(b.at))) {
    const at = new Date(mark.at).getTime()
    if (at > to - word) atEnd.push(mark)
    else if (at >= next) {
      named.set(mark, 'right')
      next = at + word
    }
  }
  const last = atEnd.findLast(({ doing }) => doing) ?? atEnd.at(-1)
  if (last && new Date(last.at).getTime() - word >= next) named.set(last, 'left')
  return named
}
const [bandKey, spreadKey] = ['\u0000band', '\u0000spread']
const ranges = ({ band, spread }: LinesProps['points'][number]) => ({ [bandKey]: band, [spreadKey]: spread })
const area = {
  stroke: 'none',
  isAnimationActive: false,
  activeDot: false,
  tooltipType: 'none',
  connectNulls: true,
} as const
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

export function Lines({ points, series, unit, band, spans = [], marks = [] }: LinesProps) {
  const data = points.map((point) => ({ ...point.values, at: new Date(point.at).getTime(), ...ranges(point) }))
  const from = data[0]?.at ?? 0
  // What happened after the last value is seen too.
  const to = Math.max(data.at(-1)?.at ?? 0, ...marks.map(({ at }) => new Date(at).getTime()))
  const named = namedOf(marks, from, to)
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={data}
        margin={{ top: 8, right: series.length > 1 ? 88 : 12, bottom: 0, left: 0 }}
        accessibilityLayer
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--edge)' }}
          tickFormatter={tickOf(to - from)}
          minTickGap={32}
        />
        <YAxis tick={tick} tickLine={false} axisLine={false} width={48} tickFormatter={countShort} />
        {band && <ReferenceArea y1={band.low} y2={band.high} fill="var(--ok)" fillOpacity={0.1} />}
        {spans.map(({ from, to }) => (
          <ReferenceArea
            key={from}
            x1={new Date(from).getTime()}
            x2={new Date(to).getTime()}
            fill="var(--bad)"
            fillOpacity={0.08}
            ifOverflow="hidden"
          />
        ))}
        {points.some((point) => point.band) && (
          <Area {...area} type="stepAfter" dataKey={bandKey} fill="var(--ok)" fillOpacity={0.12} />
        )}
        {points.some((point) => point.spread) && (
          <Area {...area} dataKey={spreadKey} fill={colours[0]} fillOpacity={0.18} />
        )}
        {marks.map((mark) => (
          <ReferenceLine
            key={`${mark.at}${mark.label}`}
            x={new Date(mark.at).getTime()}
            stroke={mark.doing ? 'var(--info)' : 'var(--edge)'}
            strokeDasharray={mark.doing ? undefined : '3 3'}
            label={named.has(mark) ? labelOf(mark, named.get(mark)!) : undefined}
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
      </ComposedChart>
    </ResponsiveContainer>
  )
}

const labelOf = ({ label, doing }: Mark, side: 'right' | 'left') => ({
  value: doing ? `▾ ${label}` : label,
  position: side === 'right' ? ('insideTopLeft' as const) : ('insideTopRight' as const),
  fill: doing ? 'var(--info-text)' : 'var(--muted)',
  fontSize: 12,
})

/** Shares of one, by value or step. */
export type ShapesProps = { points: { label: string; reference: number; current: number }[] }

/** What is now as bars, and the reference as steps over them: told apart by shape, not by colour alone. */
export function Shapes({ points }: ShapesProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={points}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        barCategoryGap={1}
        accessibilityLayer
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="label" tick={tick} tickLine={false} axisLine={{ stroke: 'var(--edge)' }} minTickGap={16} />
        <YAxis tick={tick} tickLine={false} axisLine={false} width={48} tickFormatter={percent} />
        <Tooltip {...box} formatter={(value, name) => [percent(Number(value)), String(name)]} />
        <Legend
          verticalAlign="top"
          align="right"
          iconSize={12}
          wrapperStyle={{ fontSize: 12 }}
          formatter={(name) => <span style={{ color: 'var(--ink)' }}>{name}</span>}
        />
        <Bar dataKey="current" name="now" fill={colours[0]} fillOpacity={0.55} isAnimationActive={false} />
        <Line
          dataKey="reference"
          name="reference"
          type="step"
          stroke="var(--ink)"
          strokeWidth={1.75}
          strokeDasharray="5 3"
          dot={false}
          legendType="plainline"
          isAnimationActive={false}
        />
      </ComposedChart>
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

const [TWO_DAYS, FEW_MINUTES] = [2 * 86_400_000, 5 * 60_000] // ms
/** Days, or within two of them the time, to the second within minutes. */
function tickOf(span: number) {
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  if (span < FEW_MINUTES) time.second = '2-digit'
  const parts: Intl.DateTimeFormatOptions = span > TWO_DAYS ? { day: 'numeric', month: 'short' } : time
  const format = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' })
  return (at: number) => format.format(at)
}
