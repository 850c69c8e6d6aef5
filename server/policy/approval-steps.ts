import type { DomainRole, OrgRole } from '@/server/tenancy/schema'

/** Which agreements a request needs, and who may give each. Facts in, steps out: a policy's annotations may say the rule instead. */

export type ApprovalRole = 'owner' | 'steward' | 'second'
export interface ApprovalStep {
  role: ApprovalRole
  /** Why it is needed, for whoever asks. */
  because: string
}

/** What a policy may say of approvals; times in hours. */
export interface ApprovalRule {
  /** Classes whose columns, where they alone are asked for, nobody needs to agree to. */
  automatic: readonly string[]
  /** Classes that need no steward. Any other word needs one: what nobody knows may be grave. */
  plain: readonly string[]
  /** Classes that need a second approver. */
  second: readonly string[]
  remindAfter: number
  /** The service level: after it the request climbs, to stewards and then to owners of the organisation. */
  climbAfter: number
  timeOutAfter: number
  /** How long a question waits for its answer. */
  answerWithin: number
  breakGlass: { roles: readonly OrgRole[]; longest: number }
}

/** The rule that Stoa comes with. */
export const approvalRule: ApprovalRule = {
  automatic: [],
  plain: ['public', 'internal'],
  second: ['restricted'],
  remindAfter: 24,
  climbAfter: 72,
  timeOutAfter: 30 * 24,
  answerWithin: 14 * 24,
  breakGlass: { roles: ['owner', 'steward'], longest: 4 },
}

/** The steps of a request for columns of these classes (null: none given); none at all where policy agrees by itself. */
export function approvalSteps(classes: readonly (string | null)[], rule: ApprovalRule = approvalRule): ApprovalStep[] {
  const given = [...new Set(classes.flatMap((one) => (one === null ? [] : [one.trim().toLowerCase()])))]
  const every = classes.length > 0 && classes.every((one) => one !== null)
  if (every && given.every((one) => rule.automatic.includes(one))) return []
  const steps: ApprovalStep[] = [{ role: 'owner', because: 'Those who publish it agree to each use of it.' }]
  const classified = given.filter((one) => !rule.plain.includes(one) && !rule.automatic.includes(one))
  if (classified.length > 0)
    steps.push({ role: 'steward', because: `Columns are classified: ${classified.sort().join(', ')}.` })
  const second = given.filter((one) => rule.second.includes(one))
  if (second.length > 0)
    steps.push({ role: 'second', because: `Columns that are ${second.sort().join(', ')} need two who agree.` })
  return steps
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

/** Whether policy names somebody who may take access in an emergency, to be reviewed afterwards. */
export const mayBreakGlass = (decider: Decider, rule: ApprovalRule = approvalRule): boolean =>
  rule.breakGlass.roles.includes(decider.role)
