import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'

const longestMs = 366 * 86_400_000

/** Refuses terms that no agent may have: a sponsor who is not there, a purpose that is not open, an end that is past or too far. */
export async function demandTerms(
  scope: OrgScope,
  { sponsorId, purpose, endsAt }: { sponsorId?: string; purpose?: string; endsAt?: Date },
): Promise<void> {
  if (sponsorId !== undefined) {
    const sponsor = await tenancy.findMember(scope, sponsorId)
    if (!sponsor || sponsor.state === 'removed') throw notFound('member to sponsor it')
    if (sponsor.state !== 'active')
      throw conflict(`${sponsor.name} is ${sponsor.state}: a sponsor is an active member.`)
  }
  if (purpose !== undefined) await tenancy.demandPurpose(scope, purpose)
  if (endsAt === undefined) return
  const left = endsAt.getTime() - now().getTime()
  if (left > 0 && left <= longestMs) return
  const message = 'must be in the future and within 366 days'
  throw invalid('The end date of the agent is out of range.', [{ path: 'endsAt', message }])
}
