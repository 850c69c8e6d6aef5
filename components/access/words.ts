import type { Tone } from '@/components/ui/status'
import type { AccessGrant, AccessRequest, RequestStep } from '@/server/access/schema'

/** `fraud-detection` as one would say it: "Fraud detection". */
export function purposeTitle(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const requestTones: Record<AccessRequest['state'], Tone> = {
  draft: 'neutral',
  submitted: 'info',
  info_needed: 'warn',
  approved: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
  timed_out: 'neutral',
}
export const requestWords: Record<AccessRequest['state'], string> = {
  draft: 'Draft',
  submitted: 'Waits for a decision',
  info_needed: 'Waits for an answer',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  timed_out: 'Timed out',
}

/** Why a grant ended, as one tells it to its holder. */
export function endedWords(grant: AccessGrant): string {
  if (grant.endedAs === 'expired') return 'It ran out'
  if (grant.endedAs === 'superseded') return 'A newer grant replaced it'
  if (grant.endedBy === grant.principal) return 'Given back'
  return grant.endedByName ? `Revoked by ${grant.endedByName}` : 'Revoked'
}

export const roleWords: Record<string, string> = {
  owner: 'Organisation owner',
  steward: 'Steward',
  publisher: 'Publisher',
  member: 'Member',
  auditor: 'Auditor',
}

export const stepWords: Record<RequestStep['role'], string> = {
  owner: 'Owner',
  steward: 'Steward',
  second: 'Second approver',
}
/** Why somebody is asked whose step it would not be. */
export const climbWords: Record<NonNullable<RequestStep['climbedTo']>, string> = {
  steward: '(it climbed to the stewards)',
  organisation_owner: '(it climbed to the owners of the organisation)',
  nobody: '',
}

/** "Ines, Marco or 2 more" */
export function nameList(names: readonly string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(shown)
}

/** "within 3 hours", "within 2 days": a time as one promises it. */
export function within(hours: number): string {
  if (hours < 1) return 'within the hour'
  if (hours < 36) return `within ${Math.ceil(hours)} hours`
  return `within ${Math.ceil(hours / 24)} days`
}
