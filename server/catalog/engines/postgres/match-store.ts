import { type OrgScope, readOrg } from '@/server/platform/db'
import { resembles, slips, swaps } from '../../typo'
import { needed } from '../../word'

/**
 * Which of a few published entries each question finds, the best first: questions as their words, answered by their place. What an entry
 * is found by depends on it and the question alone, so that nothing else of the index is read; who may see it is for the caller to ask.
 */
export const matching = (
  scope: OrgScope,
  questions: readonly (readonly string[])[],
  ids: readonly string[],
): Promise<Map<number, string[]>> =>
  readOrg(scope, async (sql) => {
    const { orgId } = scope
    const held = await sql<{ word: string }>`
      select distinct w.word from catalog_entry e, unnest(tsvector_to_array(e.search)) l (word)
      join catalog_word w on w.org_id = ${orgId} and w.word = l.word
      where e.org_id = ${orgId} and e.id = any (${[...ids]}::text[]) and e.status = 'published'`
    const meant = slipsAmong(held.map(({ word }) => word))
    const asked = questions.flatMap((terms, n) =>
      terms.map((term, at) => {
        const plain = [`'${term}'${at === terms.length - 1 ? ':*' : ''}`, ...meant(term).map((word) => `'${word}'`)]
        return { n, must: needed(terms.length), plain: plain.join(' | '), rooted: `'${term}'` }
      }),
    )
    const list = <Name extends keyof (typeof asked)[number]>(name: Name) => asked.map((one) => one[name])
    const found = await sql<{ n: number; id: string }>`
      select n, id from (
        select t.n, e.id, count(*) as held, sum(ts_rank(e.search, t.term)) as score
        from (select n, must, to_tsquery('simple', plain) || to_tsquery('english', rooted) as term
          from unnest(${list('n')}::int[], ${list('must')}::int[], ${list('plain')}::text[], ${list('rooted')}::text[])
            a (n, must, plain, rooted)) t
        join catalog_entry e on e.search @@ t.term
        where e.org_id = ${orgId} and e.id = any (${[...ids]}::text[]) and e.status = 'published'
        group by t.n, t.must, e.id having count(*) >= t.must) m
      order by n, held desc, score desc, id`
    const byQuestion = new Map<number, string[]>()
    for (const { n, id } of found) byQuestion.set(n, [...(byQuestion.get(n) ?? []), id])
    return byQuestion
  })

/** The words among those held that a word may have been meant for; each is compared with the few of about its length. */
function slipsAmong(words: readonly string[]): (term: string) => string[] {
  const byLength = new Map<number, string[]>()
  for (const word of words) {
    const alike = byLength.get(word.length)
    if (alike) alike.push(word)
    else byLength.set(word.length, [word])
  }
  const known = new Map<string, string[]>()
  return (term) => {
    if (swaps(term).length === 0) return []
    const before = known.get(term)
    if (before) return before
    const reach = slips(term)
    const near = Array.from({ length: 2 * reach + 1 }, (_, by) => byLength.get(term.length - reach + by) ?? []).flat()
    const meant = near.filter((word) => resembles(word, term))
    known.set(term, meant)
    return meant
  }
}
