import type { Tone } from '@/components/ui/status'
import type { AccessGrant, AccessRequest, Purpose } from '@/server/access/schema'

const purposeWords: Record<Purpose, string> = {
  analytics: 'Analytics',
  operations: 'Operations',
  research: 'Research',
}
export const purposeTitle = (slug: string) => purposeWords[slug as Purpose] ?? slug

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
