import { z } from 'zod'
import type { PolicyJson } from './compile/expression'
import type { Sensitivity } from './sensitivity-of'

/** What may be asked of a resource; the action names of the policies. */
export const action = z.enum([
  'discover',
  'view',
  'preview',
  'query',
  'request',
  'approve',
  'revoke',
  'connect',
  'edit',
  'publish',
  'audit',
  'administer',
  'propose',
  'perform',
])
export type Action = z.infer<typeof action>

export const resourceType = z.enum([
  'organisation',
  'domain',
  'connection',
  'asset',
  'run',
  'product',
  'port',
  'request',
  'grant',
  'agent',
  'audit',
  'policy',
  'column',
  'item',
  'wanted',
])
export type ResourceType = z.infer<typeof resourceType>

/** The facts about a thing that a decision needs. */
export interface Resource {
  type: ResourceType
  id: string
  /** The domain it belongs to. */
  domainId?: string
  /** A product or port of which a version was published (it may be deprecated or retired since). */
  published?: boolean
  /** Whose request or grant it is; of an agent, who sponsors it. */
  principalId?: string
  /** The asker holds a live grant that covers it. */
  held?: boolean
  /** What policies may say more of: of a product its slug, status and tags, of a port its name, of a column its type and class. */
  facts?: Readonly<Record<string, string | readonly string[]>>
  /** What it stands under, besides its domain and the organisation. */
  within?: readonly { type: ResourceType; id: string }[]
}

/** Under which circumstances something is asked; `surface` is the door. */
export interface Circumstances {
  at?: Date
  surface?: 'portal' | 'rest' | 'mcp' | 'job' | 'source'
  purpose?: string | null
  /** The gravest class among the columns that are asked for. */
  sensitivity?: Sensitivity
}

export interface Decision {
  effect: 'allow' | 'deny'
  /** The ids of the policies that decided; empty where none matched. */
  because: string[]
}

/** Characters of one text; what an engine could not read in seconds is not taken. */
export const mostText = 512 * 1024

/** One policy of an organisation's own, parsed, with every name in it turned into an id. */
export interface OwnPolicy {
  id: string
  text: string
  json: PolicyJson
}

export const problem = z.strictObject({
  line: z.number(),
  column: z.number(),
  message: z.string(),
  policy: z.string().optional(),
})
export type Problem = z.infer<typeof problem>

/** How a text differs from the one that stands, policy by policy. */
export const policyChange = z.strictObject({
  policy: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type PolicyChange = z.infer<typeof policyChange>

export const versionHead = z.strictObject({
  number: z.number(),
  at: z.string(),
  by: z.string(),
  note: z.string().nullable(),
  policies: z.number(),
})
export type VersionHead = z.infer<typeof versionHead>

export const loggedDecision = z.strictObject({
  id: z.string(),
  at: z.string(),
  principal: z.string(),
  action: z.string(),
  resource: z.strictObject({ type: z.string(), id: z.string() }),
  effect: z.enum(['allow', 'deny']),
  because: z.array(z.string()),
  policyVersion: z.string(),
  purpose: z.string().nullable(),
  surface: z.string(),
  requestId: z.string().nullable(),
})
export type LoggedDecision = z.infer<typeof loggedDecision>

export const decisionFilter = z.strictObject({
  principal: z.string().max(200).optional(),
  /** A kind of thing, the id of one, or a product or port by name, with what stands under it. */
  resource: z.string().max(300).optional(),
  action: action.optional(),
  effect: z.enum(['allow', 'deny']).optional(),
  surface: z.enum(['portal', 'rest', 'mcp', 'job']).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type DecisionFilter = z.infer<typeof decisionFilter>
