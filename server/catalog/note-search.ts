import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy'
import { narrowedTo } from './narrowed-to'
import { noteMiss } from './note-miss'
import * as own from './own-search-store'
import * as popular from './popular-store'
import { questionOf } from './question'
import type { Searched, Visibility } from './schema'
import { search } from './search'
import { terms } from './word'

const RECENT = 10
const LONGEST = 200 // characters of a search that is kept among one's last
const DAY = 86_400_000 // ms
const MOST_A_DAY = 50 // questions of one person that count towards what is popular
const TYPING = 60_000 // ms

/**
 * Keeps that somebody searched: among their own last searches; as popular if they opened something that it finds for them; and, with
 * no filter chosen, as wanted if it finds nothing. An agent has no last searches and makes nothing popular.
 */
export async function noteSearch(
  scope: OrgScope,
  visibility: Visibility,
  { principal, q, filters, opened }: Searched & { principal: Principal },
): Promise<void> {
  const { sort, ...narrowing } = filters
  const chosen = Object.values(narrowing).some(Boolean)
  if (!opened && !chosen) await noteMiss(scope, visibility, { principal, q })
  if (principal.type !== 'member') return
  const said = q.trim()
  if ((said || chosen) && said.length <= LONGEST) {
    const likeness = JSON.stringify([terms(q), Object.entries(narrowing).sort()])
    const at = now()
    const typedSince = new Date(at.getTime() - TYPING)
    await own.remember(scope, principal.id, { likeness, q: said, filters, at, typedSince }, RECENT)
  }
  if (opened) await noteOpening(scope, narrowedTo(visibility, [opened]), { memberId: principal.id, q })
}

/** What was opened counts only if the question finds it for whoever says so. */
async function noteOpening(scope: OrgScope, sight: Visibility, { memberId, q }: { memberId: string; q: string }) {
  const question = questionOf(q)
  if (question === null) return
  const at = now()
  if ((await popular.countOpened(scope, memberId, new Date(at.getTime() - DAY))) >= MOST_A_DAY) return
  const { items } = await search(scope, sight, { q, limit: 1 })
  if (items.length > 0) await popular.open(scope, question, memberId, at)
}
