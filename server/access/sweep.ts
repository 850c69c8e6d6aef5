import type { OrgScope } from '@/server/platform/db'
import { advanceDue } from './advance-due'
import { closeReviews } from './close-reviews'
import { endDueGrants } from './end-due-grants'
import { warnEnding } from './warn-ending'

/**
 * Does all that the clock has to do in an organisation: labels grants that have ended, warns of those that end soon, and reminds,
 * climbs and times out requests, and closes reviews. Whatever was done already is not done again.
 */
export async function sweep(scope: OrgScope): Promise<{ ended: number; warned: number; advanced: number }> {
  const ended = await endDueGrants(scope)
  const warned = await warnEnding(scope)
  await closeReviews(scope)
  return { ended, warned, advanced: await advanceDue(scope) }
}
