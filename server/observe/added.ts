import type { AddedAsk, AddedKind, AskOf, Band, DriftReference } from './added-schema'
import { daysOf } from './monitors/watching'
import type { ExpectationKind } from './schema'

/** What an expectation that somebody added is, in words, and what makes it the same from one writing to the next. */
export type Told = {
  key: string
  port: string
  object: string | null
  column: string | null
  kind: ExpectationKind
  title: string
  expected: string
}

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 })
const said = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en') : number.format(value))

export function bandWords(band: Band | undefined, unit: string): string {
  if (!band) return 'as before, by what it has been'
  const { low, high } = band
  const of = (value: number) => unit && ` ${value === 1 && unit === 'rows' ? 'row' : unit}`
  if (low === undefined) return `at most ${said(high!)}${of(high!)}`
  if (high === undefined) return `at least ${said(low)}${of(low)}`
  return low === high ? `exactly ${said(low)}${of(low)}` : `from ${said(low)} to ${said(high)}${of(high)}`
}

const spelledDays = (duration: string) => {
  const count = daysOf(duration)
  return `${count} ${count === 1 ? 'day' : 'days'}`
}
function referenceWords(reference: DriftReference): string {
  if (typeof reference === 'object') return `those from ${reference.from.slice(0, 10)} to ${reference.to.slice(0, 10)}`
  if (reference === 'previous') return 'the snapshot before'
  return reference === 'first' ? 'the first snapshot kept' : `snapshot ${reference}`
}
const none: Band = { high: 0 }

type Words = { [K in AddedKind]: (ask: AskOf<K>) => { title: string; expected: string } }
const words: Words = {
  volume: ({ port, band }) => ({ title: `${port} has the rows it should have`, expected: bandWords(band, 'rows') }),
  freshness: ({ port, maxAge }) => ({
    title: `${port} is fresh enough`,
    expected: `at most ${spelledDays(maxAge)} old`,
  }),
  drift: ({ column, reference, window, statistic, threshold }) => ({
    title: `${column} has not drifted`,
    expected: `${window ? `the newest ${spelledDays(window)}` : 'its values'} like ${referenceWords(reference)}${
      statistic ? `, by ${statistic}${threshold === undefined ? '' : ` within ${said(threshold)}`}` : ''
    }`,
  }),
  // Its numbers may be of what others may not read: they are told to its owners alone.
  metric: () => ({ title: 'Metric', expected: 'within the band that its owner set' }),
  relation: ({ column, operator, to, band }) => ({
    title: to.product
      ? `Each ${column} is a ${to.column} of ${to.product}`
      : `${column} ${operator} ${to.column} in each row`,
    expected: bandWords(band ?? none, 'rows that break it'),
  }),
  access: ({ measure, unused, band }) => ({
    title: measure === 'drifted' ? 'Grants are as they were proven' : `Grants are used within ${spelledDays(unused)}`,
    expected: bandWords(band ?? none, measure === 'drifted' ? 'that drifted' : 'unused'),
  }),
  service_level: ({ within, band }) => ({
    title: `Requests are decided within ${spelledDays(within)}`,
    expected: bandWords(band ?? none, 'that wait longer'),
  }),
}

/** What an ask measures and how grave it is, without what it is held against: two asks that share it are one expectation. */
const measured = (ask: AddedAsk): unknown => {
  const { live, source, band, threshold, season, maxAge, within, ...rest } = ask as Record<string, unknown>
  return Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))
}

export function told(ask: AddedAsk): Told {
  const own = (words[ask.kind] as (of: AddedAsk) => { title: string; expected: string })(ask)
  return {
    key: `added ${JSON.stringify(measured(ask))}`,
    port: ask.port ?? '',
    object: ('object' in ask && ask.object) || null,
    column: ('column' in ask && ask.column) || null,
    kind: ask.kind,
    title: own.title,
    expected: own.expected,
  }
}
