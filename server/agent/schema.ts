import { z } from 'zod'
import { prefixes, slug } from '@/server/platform/ids'
import { personName } from '@/server/tenancy/schema'

/** What is said of agents at every door. Runs anywhere. */

/** Whether an id is an agent's. */
export const isAgent = (id: string): boolean => id.startsWith(`${prefixes.agent}_`)

export const budgets = z.strictObject({
  rowsPerDay: z.number().int().min(1).max(1_000_000_000),
  callsPerMinute: z.number().int().min(1).max(6_000),
})
export const newAgent = z.strictObject({
  name: personName,
  /** The member it acts for: it never may more than they may. */
  sponsor: z.string().max(100),
  purpose: slug,
  endsAt: z.iso.datetime({ offset: true }),
  budgets,
})
export type NewAgent = z.infer<typeof newAgent>
export const agentChange = newAgent.partial().extend({
  budgets: budgets.partial().optional(),
  /** `stopped` refuses its calls until it is `active` again. */
  state: z.enum(['active', 'stopped']).optional(),
})
export type AgentChange = z.infer<typeof agentChange>

export const agent = z.strictObject({
  id: z.string(),
  name: z.string(),
  sponsor: z.string(),
  sponsorName: z.string(),
  purpose: z.string(),
  endsAt: z.string(),
  budgets,
  state: z.enum(['active', 'stopped']),
  /** Why its next call is refused; null while it is not. */
  refused: z.string().nullable(),
  /** Of its budgets: rows of this day (UTC), calls of this minute. */
  used: z.strictObject({ rows: z.number().int(), calls: z.number().int() }),
  createdAt: z.string(),
})
export type Agent = z.infer<typeof agent>

/** What an agent may be given a token for: all else no agent does. */
export const agentScope = z.enum(['read', 'request'])
export const newToken = z.strictObject({
  name: personName.default('Token'),
  scopes: z.array(agentScope).min(1).default(['read']),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
})
export type NewToken = z.infer<typeof newToken>

/** One line of what an agent did. `times` counts the same refusal at the door within a minute. */
export const act = z.strictObject({
  id: z.string(),
  at: z.string(),
  call: z.string(),
  about: z.string().nullable(),
  outcome: z.enum(['allowed', 'refused', 'failed']),
  why: z.string().nullable(),
  rows: z.number().int().nullable(),
  times: z.number().int(),
})
export type Act = z.infer<typeof act>
