import type { DomainRole, OrgRole } from '@/server/tenancy/schema'
import { type ApprovalRole, approvalRoles } from './compile/approval'

/** Which agreements a request needs, and who may give each. Policies say it by annotation; what they say comes in, steps go out. */

export type { ApprovalRole }
export interface ApprovalStep {
  role: ApprovalRole
  /** Why it is needed, for whoever asks. */
  because: string
}

/** How long things wait, in hours. */
export interface Pace {
  remindAfter: number
  /** The service level: after it the request climbs, to stewards and then to owners of the organisation. */
  climbAfter: number
  timeOutAfter: number
  /** How long a question waits for its answer. */
  answerWithin: number
}

/** The pace that Stoa comes with, where no policy says another. */
export const approvalPace: Pace = { remindAfter: 24, climbAfter: 72, timeOutAfter: 30 * 24, answerWithin: 14 * 24 }

/** One policy that asks for somebody's agreement, for a port or for a column of a class. */
export interface Voice {
  role: ApprovalRole
  policy: string
  class: string | null
}

/** The steps that policies ask for together, the same one once; none at all where nobody is asked for. */
export function approvalSteps(voices: readonly Voice[]): ApprovalStep[] {
  return approvalRoles.flatMap((role) => {
    const of = voices.filter((voice) => voice.role === role)
    return of.length > 0 ? [{ role, because: because(role, of) }] : []
  })
}

function because(role: ApprovalRole, voices: readonly Voice[]): string {
  const own = [...new Set(voices.map(({ policy }) => policy).filter((id) => !id.startsWith('stoa:')))]
  if (own.length > 0) return `Policy asks for it: ${own.sort().join(', ')}.`
  const classes = [...new Set(voices.flatMap((voice) => voice.class ?? []))].sort().join(', ')
  if (role === 'owner') return 'Those who publish it agree to each use of it.'
  return role === 'steward' ? `Columns are classified: ${classes}.` : `Columns that are ${classes} need two who agree.`
}

interface Decider {
  role: OrgRole
  domains: { id: string; role: DomainRole }[]
}
/** Whose turn a step may be, the nearest first: a step that nobody may decide climbs. */
export type ApprovalLevel = 'domain' | 'steward' | 'organisation_owner'
export const levelsOf: Record<ApprovalRole, readonly ApprovalLevel[]> = {
  owner: ['domain', 'steward', 'organisation_owner'],
  steward: ['steward', 'organisation_owner'],
  second: ['domain', 'steward', 'organisation_owner'],
}

/** Whether somebody stands on a level, for a product of this domain. */
export function standsOn(level: ApprovalLevel, decider: Decider, domainId: string): boolean {
  if (level === 'organisation_owner') return decider.role === 'owner'
  if (level === 'steward') return decider.role === 'steward'
  return decider.domains.some((domain) => domain.id === domainId && domain.role !== 'member')
}

/** Whether somebody may fill a step; that it is not their own request, and that they fill no other, is asked elsewhere. */
export const fillsStep = (role: ApprovalRole, decider: Decider, domainId: string): boolean =>
  levelsOf[role].some((level) => standsOn(level, decider, domainId))
