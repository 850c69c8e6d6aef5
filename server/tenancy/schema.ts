import { z } from 'zod'
import type { OrgScope } from '@/server/platform/db'
import { slug } from '@/server/platform/ids'

export const orgRole = z.enum(['owner', 'steward', 'publisher', 'member', 'auditor'])
export type OrgRole = z.infer<typeof orgRole>
export const domainRole = z.enum(['owner', 'publisher', 'member'])
export type DomainRole = z.infer<typeof domainRole>
export const memberState = z.enum(['invited', 'active', 'disabled', 'removed'])
export type MemberState = z.infer<typeof memberState>

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'must have at most 254 characters')
  .pipe(z.email('must be an e-mail address'))
export const personName = z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters')
export const password = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters')

/** What a token may be used for; a token without a list may do all that its member may. */
export const tokenScope = z.enum(['read', 'request', 'manage', 'admin'])
export type TokenScope = z.infer<typeof tokenScope>

/** Who acts: a member with the roles they hold at this moment, or an agent, which has none. */
export interface Principal {
  id: string
  type: 'member' | 'agent'
  orgId: string
  name: string
  /** A member's. */
  email?: string
  /** Of an agent: for whom it acts, as they are at this moment, and under which purpose. It may no more than they may. */
  agent?: { sponsor: Principal; purpose: string }
  role: OrgRole
  domains: { id: string; slug: string; name: string; role: DomainRole }[]
}

/** A principal at a door: what every use case takes first. */
export interface Actor {
  scope: OrgScope
  principal: Principal
  requestId: string
  via: 'session' | 'token' | 'job'
  /** The scopes of the token in use; null where the principal itself is there. */
  scopes: TokenScope[] | null
}

export const organisation = z.strictObject({ id: z.string(), slug: z.string(), name: z.string(), demo: z.boolean() })
export type Organisation = z.infer<typeof organisation>

export const member = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: orgRole,
  state: memberState,
  domains: z.array(z.strictObject({ id: z.string(), slug: z.string(), name: z.string(), role: domainRole })),
  createdAt: z.string(),
})
export type Member = z.infer<typeof member>

export const domain = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  members: z.array(z.strictObject({ id: z.string(), name: z.string(), role: domainRole })),
})
export type Domain = z.infer<typeof domain>

export const token = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(tokenScope),
  createdAt: z.string(),
  expiresAt: z.string(),
  usedAt: z.string().nullable(),
})
export type Token = z.infer<typeof token>

/** What the holder of a restored token, invitation or grant is told when it is refused. */
export const sleeping = (what: string, since: Date): string =>
  `${what} sleeps since the restore of ${since.toISOString()}: an owner of the organisation has to confirm it.`

/** A token or an invitation that a restore brought back. */
export interface AsleepCredential {
  id: string
  kind: 'token' | 'invitation'
  memberId: string
  name: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date
  asleepSince: Date
}

export const newOrganisation = z.strictObject({
  slug,
  name: personName,
  owner: z.strictObject({ email, name: personName, password: password.optional() }),
})
export type NewOrganisation = z.infer<typeof newOrganisation>

export const newMember = z.strictObject({ email, name: personName.optional(), role: orgRole })
export type NewMember = z.infer<typeof newMember>
export const memberChange = z.strictObject({
  role: orgRole.optional(),
  state: z.enum(['active', 'disabled']).optional(),
})
export type MemberChange = z.infer<typeof memberChange>

export const newDomain = z.strictObject({ slug, name: personName, description: z.string().max(2_000).default('') })
export type NewDomain = z.infer<typeof newDomain>

/** What data may be asked for and used for, in the organisation's own words. */
export const purpose = z.strictObject({
  slug,
  title: z.string().trim().min(1, 'must not be empty').max(60, 'must have at most 60 characters'),
  description: z.string().trim().max(300, 'must have at most 300 characters').default(''),
})
export type Purpose = z.infer<typeof purpose>
/** One that was left out of the list: nothing is read under it any more. */
const endedPurpose = purpose.extend({ endedAt: z.string() })
export const purposes = z.strictObject({ items: z.array(purpose), ended: z.array(endedPurpose), etag: z.string() })
export type Purposes = z.infer<typeof purposes>

export const purposeList = z.strictObject({
  items: z
    .array(purpose)
    .min(1, 'must hold at least one purpose')
    .max(50, 'must hold at most 50 purposes')
    .superRefine((items, context) => {
      items.forEach(({ slug: one }, n) => {
        if (items.findIndex((other) => other.slug === one) < n)
          context.addIssue({ code: 'custom', path: [n, 'slug'], message: 'is in the list already' })
      })
    }),
})

export const newToken = z.strictObject({
  name: personName,
  scopes: z.array(tokenScope).min(1).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
})
export type NewToken = z.infer<typeof newToken>

export const acceptance = z.strictObject({ code: z.string().min(10).max(200), name: personName, password })
export type Acceptance = z.infer<typeof acceptance>
export const credentials = z.strictObject({ email, password: z.string().max(200), org: slug.optional() })
export type Credentials = z.infer<typeof credentials>
