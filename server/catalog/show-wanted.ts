import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { narrowedTo } from './narrowed-to'
import type { Visibility, Wanted, WantedState } from './schema'
import { search } from './search'
import type { WantedRow } from './wanted-store'

/** The day alone: beside a small number, the hour of the last question could tell who asked it. */
const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** Questions as the board shows them: words, a number and days; what answered one only to those who may find it. */
export async function showWanted(
  scope: OrgScope,
  visibility: Visibility,
  rows: readonly WantedRow[],
): Promise<Wanted[]> {
  const ids = [...new Set(rows.flatMap(({ state, answer }) => (state === 'answered' && answer ? [answer] : [])))]
  const found = ids.length > 0 ? await search(scope, narrowedTo(visibility, ids), { limit: ids.length }) : { items: [] }
  const products = new Map(found.items.map(({ id, slug, title }) => [id, { slug, title }]))
  const { members } = await tenancy.loadNames(scope, { members: rows.flatMap(({ dismissedBy }) => dismissedBy ?? []) })
  return rows.map(({ id, question, askers, firstAt, lastAt, state, ...row }) => ({
    id,
    question,
    askers,
    firstAsked: dayOf(firstAt),
    lastAsked: dayOf(lastAt),
    state: state as WantedState,
    dismissed:
      state === 'dismissed' && row.dismissedBy && row.dismissedAt
        ? { by: members.get(row.dismissedBy) ?? null, at: row.dismissedAt.toISOString(), note: row.note ?? '' }
        : null,
    answer: (state === 'answered' && row.answer && products.get(row.answer)) || null,
  }))
}
