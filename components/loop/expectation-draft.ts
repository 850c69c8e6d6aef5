import type { AddedKind, WrittenExpectation } from '@/server/observe/added-schema'
import type { ShownExpectation } from '@/server/observe/schema'

/** What stands in the form, field by field as it was typed; what is empty is left to Stoa. */
export type Draft = Record<
  | 'id'
  | 'kind'
  | 'title'
  | 'port'
  | 'object'
  | 'column'
  | 'low'
  | 'high'
  | 'season'
  | 'days'
  | 'statistic'
  | 'threshold'
  | 'reference'
  | 'from'
  | 'to'
  | 'by'
  | 'window'
  | 'sql'
  | 'purpose'
  | 'operator'
  | 'toColumn'
  | 'toProduct'
  | 'toPort'
  | 'measure'
  | 'severity'
  | 'schedule'
  | 'live',
  string
>

export const emptyDraft = (port: string): Draft => ({
  id: '',
  kind: 'drift',
  title: '',
  port,
  object: '',
  column: '',
  low: '',
  high: '',
  season: 'none',
  days: '',
  statistic: '',
  threshold: '',
  reference: 'previous',
  from: '',
  to: '',
  by: '',
  window: '7',
  sql: '',
  purpose: '',
  operator: '<=',
  toColumn: '',
  toProduct: '',
  toPort: '',
  measure: 'unused',
  severity: 'warning',
  schedule: '',
  live: 'yes',
})

const daysIn = (duration: string | undefined) =>
  duration ? String(Number(duration.slice(1, -1)) * (duration.endsWith('W') ? 7 : 1)) : ''
const written = (value: number | undefined) => (value === undefined ? '' : String(value))

/** One that is there, as the form shows it. */
export function draftOf(one: ShownExpectation): Draft {
  const { reference } = one
  const ofTime = typeof reference === 'object' ? reference : undefined
  return {
    ...emptyDraft(one.port),
    id: one.id,
    kind: one.kind,
    title: one.title,
    object: one.object ?? '',
    column: one.column ?? '',
    low: written(one.band?.low),
    high: written(one.band?.high),
    season: one.season ?? 'none',
    days: daysIn(one.maxAge ?? one.within ?? (one.kind === 'access' ? one.unused : undefined)),
    statistic: one.statistic ?? '',
    threshold: written(one.threshold),
    reference: ofTime ? 'times' : typeof reference === 'string' ? reference : 'previous',
    from: ofTime?.from.slice(0, 10) ?? '',
    to: ofTime?.to.slice(0, 10) ?? '',
    by: one.by ?? '',
    window: daysIn(one.window) || '7',
    sql: one.sql ?? '',
    purpose: one.purpose ?? '',
    operator: one.operator ?? '<=',
    toColumn: one.to?.column ?? '',
    toProduct: one.to?.product ?? '',
    toPort: one.to?.port ?? '',
    measure: one.measure ?? 'unused',
    severity: one.severity,
    schedule: one.schedule,
    live: one.live ? 'yes' : 'no',
  }
}

type Fields = Record<string, unknown>
/** What is empty is not named. */
const filled = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined))
/** What is no number goes as it was typed: the server says what is wrong with it, at its field. */
const number = (text: string) =>
  text.trim() === '' ? undefined : Number.isFinite(Number(text)) ? Number(text) : (text as never)
const period = (days: string) => (days.trim() === '' ? undefined : `P${days.trim()}D`)
const bandOf = ({ low, high }: Draft) =>
  low.trim() === '' && high.trim() === '' ? undefined : filled({ low: number(low), high: number(high) })
const moment = (day: string) => (day === '' ? '' : `${day}T00:00:00Z`)

const own: Record<AddedKind, (draft: Draft) => Fields> = {
  volume: (draft) => ({ band: bandOf(draft), season: draft.season }),
  freshness: ({ days }) => ({ maxAge: period(days) }),
  drift: (draft) => ({
    column: draft.column,
    statistic: draft.statistic,
    threshold: number(draft.threshold),
    reference: draft.reference === 'times' ? { from: moment(draft.from), to: moment(draft.to) } : draft.reference,
    ...(draft.by && { by: draft.by, window: period(draft.window) }),
  }),
  metric: (draft) => ({ sql: draft.sql, purpose: draft.purpose, band: bandOf(draft), season: draft.season }),
  relation: (draft) => ({
    column: draft.column,
    operator: draft.operator,
    to: filled({ column: draft.toColumn, product: draft.toProduct, port: draft.toPort }),
    band: bandOf(draft),
  }),
  access: (draft) => ({ measure: draft.measure, unused: period(draft.days), band: bandOf(draft) }),
  service_level: (draft) => ({ within: period(draft.days), band: bandOf(draft) }),
}

/** The form as the API takes it; what is missing or wrong is for the API to say. */
export function itemOf(draft: Draft): WrittenExpectation {
  const { id, kind, title, port, severity, schedule, live } = draft
  const object = kind === 'access' || kind === 'service_level' || kind === 'metric' ? '' : draft.object
  const common = { id, kind, title, port, object, severity, schedule, live: live === 'yes' }
  return filled({ ...common, ...own[kind as AddedKind](draft) }) as WrittenExpectation
}
