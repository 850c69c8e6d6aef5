import type { Tone } from '@/components/ui/status'
import type { AccessGrant, AccessRequest } from '@/server/access/schema'

/** `fraud-detection` as one would say it: "Fraud detection". */
export function purposeTitle(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const requestTones: Record<AccessRequest['state'], Tone> = {
  submitted: 'info',
  approved: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
}
export const requestWords: Record<AccessRequest['state'], string> = {
  submitted: 'Waits for a decision',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
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
