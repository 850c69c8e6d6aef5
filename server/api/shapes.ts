import { z } from 'zod'
import { agent } from '@/server/agent/schema'
import type { Actor, Principal } from '@/server/tenancy'
import { domainRole, orgRole, tokenScope } from '@/server/tenancy/schema'

/** The answer of a call that has nothing more to say. */
export const done = z.strictObject({ ok: z.literal(true) })
export const ok = { ok: true as const }

/** Yes or no, as JSON says it or as an address does. */
export const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
) as z.ZodType<boolean, boolean | 'true' | 'false'>

/** What every list takes and answers. */
export const pageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })

export const principalShape = z.strictObject({
  id: z.string(),
  type: z.enum(['member', 'agent']),
  name: z.string(),
  /** A member's. */
  email: z.string().optional(),
})
export const toPrincipal = ({ id, type, name, email }: Principal) => ({ id, type, name, email })

export const meShape = z.strictObject({
  principal: principalShape,
  org: z.strictObject({ id: z.string(), slug: z.string(), name: z.string(), demo: z.boolean() }),
  role: orgRole,
  scopes: z.array(tokenScope),
  domains: z.array(z.strictObject({ id: z.string(), slug: z.string(), name: z.string(), role: domainRole })),
  /** Where the caller is an agent: for whom it acts, for what, and what is left of its budgets. */
  agent: agent.optional(),
})

export const allScopes = (actor: Actor) => actor.scopes ?? tokenScope.options
