import { type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { action, type DecisionFilter } from '@/server/policy/schema'

/** What the decision log keeps in its address. Days are UTC, as 2026-11-23. */
export const decisionsAddress = {
  who: parseAsString,
  did: parseAsStringLiteral(action.options),
  about: parseAsString,
  effect: parseAsStringLiteral(['allow', 'deny'] as const),
  surface: parseAsStringLiteral(['portal', 'rest', 'mcp', 'job'] as const),
  from: parseAsString,
  to: parseAsString,
}
export type DecisionsState = inferParserType<typeof decisionsAddress>

const day = /^\d{4}-\d{2}-\d{2}$/
const dayOf = (text: string | null, time: string) =>
  text && day.test(text) && !Number.isNaN(Date.parse(`${text}T${time}`)) ? `${text}T${time}` : undefined

/** The same as the procedure takes it: whole days, both ends included. */
export const filterOf = (state: DecisionsState): DecisionFilter => ({
  principal: state.who ?? undefined,
  action: state.did ?? undefined,
  resource: state.about?.trim() || undefined,
  effect: state.effect ?? undefined,
  surface: state.surface ?? undefined,
  from: dayOf(state.from, '00:00:00.000Z'),
  to: dayOf(state.to, '23:59:59.999Z'),
})
