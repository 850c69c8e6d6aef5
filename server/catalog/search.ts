import { type OrgScope, readOrg } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import { cursorOf, placeOf } from './cursor'
import type { Chosen } from './engines/engine'
import { readVisible } from './engines/postgres'
import { find } from './engines/registry'
import { toHit } from './hit'
import { entryStatuses, entryTypes, type SearchInput, type SearchResult, searchInput, type Visibility } from './schema'
import { fold, terms, words } from './word'

const known: Partial<Record<string, readonly string[]>> = { type: entryTypes, status: entryStatuses }

/**
 * What a visibility lets one find: hits with the place of the match, true counts, and where the next page begins. Whatever found them,
 * hits are read from the database, as it is then and for this reader; with them, in the same transaction, what else is told of them.
 */
export async function search<T = undefined>(
  scope: OrgScope,
  visibility: Visibility,
  input: SearchInput,
  tell: (ids: string[]) => Promise<T> = async () => undefined as T,
): Promise<SearchResult & { told: T }> {
  const { q, limit, cursor, sort, ...facets } = searchInput.parse(input)
  const chosen: Chosen = {
    domain: split('domain', facets.domain),
    type: split('type', facets.type),
    tag: split('tag', facets.tag),
    status: split('status', facets.status),
    classification: split('classification', facets.classification),
  }
  const asked = terms(q)
  // A question of nothing but punctuation asks for nothing.
  if (q.trim() && asked.length === 0) return { ...nothing(), told: await tell([]) }
  const order = asked.length === 0 && sort !== 'changed' ? 'title' : (sort ?? 'relevance')
  const question = JSON.stringify([asked, chosen, order])
  const began = performance.now()
  const found = await find(scope, visibility, {
    terms: asked,
    phrase:
      words(q)
        .map(({ word }) => word)
        .join(' ') || fold(q),
    chosen,
    sort: order,
    limit,
    after: cursor === undefined ? null : placeOf(cursor, question),
    counted: true,
  })
  const [entries, told] = await readOrg(scope, () =>
    Promise.all([readVisible(scope, visibility, found.ids), tell(found.ids)]),
  )
  return {
    items: entries.map((entry) => toHit(entry, asked)),
    facets: found.facets,
    total: found.total,
    estimated: found.estimated,
    engine: found.engine,
    notice: found.notice,
    took: Math.round((performance.now() - began) * 10) / 10,
    nextCursor: found.next && cursorOf(found.next, question),
    told,
  }
}

function split(name: string, joined: string | undefined): string[] {
  const values = [...new Set((joined ?? '').split(',').map((value) => value.trim()))].filter(Boolean)
  const allowed = known[name]
  const strange = allowed && values.find((value) => !allowed.includes(value))
  if (strange) {
    const message = `"${strange}" is not one of ${allowed.join(', ')}.`
    throw invalid(`The filter ${name} is not understood: ${message}`, [{ path: name, message }])
  }
  return values
}

const nothing = (): SearchResult => ({
  items: [],
  facets: { domain: {}, type: {}, tag: {}, status: {}, classification: {} },
  total: 0,
  estimated: false,
  engine: null,
  notice: null,
  took: 0,
  nextCursor: null,
})
