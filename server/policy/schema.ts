import { z } from 'zod'

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
}

export interface Decision {
  effect: 'allow' | 'deny'
  /** The rules that decided; empty where none matched. */
  because: string[]
}
