import type { OrgScope } from '@/server/platform/db'
import { readVisible } from './engines/postgres'
import { find } from './engines/registry'
import { marked } from './highlight'
import type { Suggestion, Visibility } from './schema'
import { fold, terms } from './word'

const READ = 40 // best matches from which suggestions are drawn

/** Completions of what is being typed, drawn from visible entries only: their titles, then owners, tags, ports and columns. */
export async function suggest(
  scope: OrgScope,
  visibility: Visibility,
  { q, limit }: { q: string; limit: number },
): Promise<Suggestion[]> {
  const asked = terms(q)
  if (asked.length === 0) return []
  const chosen = { domain: [], type: [], tag: [], status: [], classification: [] }
  const { ids } = await find(scope, visibility, {
    terms: asked,
    phrase: fold(q),
    chosen,
    sort: 'relevance',
    limit: READ,
    after: null,
    counted: false,
  })
  const entries = await readVisible(scope, visibility, ids)
  const hits = (text: string) => marked(text, asked).length > 0
  const found: Suggestion[] = [
    ...entries
      .filter(({ title }) => hits(title))
      .map(({ title, slug }) => ({ text: title, type: 'product' as const, slug })),
    ...entries.flatMap(({ owner }) => (owner && hits(owner) ? { text: owner, type: 'person' as const } : [])),
    ...entries.flatMap(({ tags }) => tags.filter(hits).map((text) => ({ text, type: 'tag' as const }))),
    ...entries.flatMap(({ columns, slug }) =>
      columns.filter(({ port }) => hits(port)).map(({ port }) => ({ text: port, type: 'port' as const, slug })),
    ),
    ...entries.flatMap(({ columns, slug }) =>
      columns.filter(({ name }) => hits(name)).map(({ name }) => ({ text: name, type: 'column' as const, slug })),
    ),
  ]
  const distinct = new Map(
    found.map((one) => [
      `${one.type} ${fold(one.text)} ${one.type === 'product' || one.type === 'port' ? one.slug : ''}`,
      one,
    ]),
  )
  return [...distinct.values()].slice(0, limit)
}
