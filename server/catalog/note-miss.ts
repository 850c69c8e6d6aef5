import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy'
import { questionOf } from './question'
import type { Visibility } from './schema'
import { search } from './search'
import * as wanted from './wanted-store'

const DAY = 86_400_000 // ms
/** Questions of one person that are kept in a day; more are not asked by looking for something. */
const MOST_A_DAY = 50
/** Within so many ms a question that goes on is the same one, still being typed. */
const TYPING = 60_000

/**
 * Keeps that somebody searched and found nothing, if that is so: it is searched for again, with their own sight. An agent asks for
 * its sponsor. The caller never hears whether it was kept.
 */
export async function noteMiss(
  scope: OrgScope,
  visibility: Visibility,
  { principal, q }: { principal: Principal; q: string },
): Promise<void> {
  const question = questionOf(q)
  if (question === null) return
  const { items } = await search(scope, visibility, { q, limit: 1 })
  if (items.length > 0) return
  const askerId = principal.agent?.sponsor.id ?? principal.id
  const at = now()
  const since = (ms: number) => new Date(at.getTime() - ms)
  if ((await wanted.countAsked(scope, askerId, since(DAY))) >= MOST_A_DAY) return
  await wanted.note(scope, { question, askerId, at, typedSince: since(TYPING) })
}
