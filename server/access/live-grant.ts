import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { sleeping } from '@/server/tenancy/schema'
import { standsAt } from './grant-life'
import type { Ending } from './schema'
import * as store from './store'

/** Whether a grant still allows anything at this moment; if not, why, in a sentence for whoever is refused. */
export async function liveGrant(
  scope: OrgScope,
  id: string,
): Promise<{ live: true; endsAt: Date } | { live: false; reason: string }> {
  const grant = await store.findGrantAlone(scope, id)
  if (!grant) return { live: false, reason: 'There is no such grant.' }
  const { state, endedAs, endedAt } = standsAt(grant, now())
  const about = `Your access to ${grant.productSlug}.${grant.port} for ${grant.purpose}`
  if (state !== 'ended' && grant.asleepSince) return { live: false, reason: sleeping(about, grant.asleepSince) }
  if (state === 'active') return { live: true, endsAt: grant.endsAt }
  const when = endedAt?.toISOString() ?? ''
  const why: Record<Ending, string> = {
    revoked: `${about} was revoked at ${when}${grant.endNote ? `: ${grant.endNote}` : '.'}`,
    expired: `${about} ended at ${when}. Request it again to go on.`,
    superseded: `${about} was replaced by a newer grant at ${when}. Send the query again.`,
  }
  return { live: false, reason: endedAs ? why[endedAs] : `${about} is not active yet.` }
}
