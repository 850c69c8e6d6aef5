import { type inferParserType, parseAsString } from 'nuqs/server'
import type { Filter } from '@/server/audit/schema'

/** What the audit keeps in its address. Days are UTC, as 2026-11-23. */
export const auditAddress = {
  actor: parseAsString,
  action: parseAsString,
  resource: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type AuditState = inferParserType<typeof auditAddress>

const day = /^\d{4}-\d{2}-\d{2}$/
const dayOf = (text: string | null, time: string) =>
  text && day.test(text) && !Number.isNaN(Date.parse(`${text}T${time}`)) ? `${text}T${time}` : undefined

/** The same as the procedure takes it: whole days, both ends included. */
export const filterOf = (state: AuditState): Filter => ({
  actor: state.actor ?? undefined,
  action: state.action?.trim() || undefined,
  resource: state.resource?.trim() || undefined,
  from: dayOf(state.from, '00:00:00.000Z'),
  to: dayOf(state.to, '23:59:59.999Z'),
})
