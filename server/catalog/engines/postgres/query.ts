import { Prisma } from '@/prisma/generated/client'
import { toSql } from '@/server/platform/filter'
import { type FacetName, facetNames, type Visibility } from '../../schema'
import { needed } from '../../word'
import type { Ask } from '../engine'

/** Builds the one statement that finds, counts and pages. Every value is a parameter. */

const { sql, join, raw } = Prisma
const MOST_VALUES = 200 // values counted in one facet
const MOST_TITLED = 200 // entries found by how their title begins, beside the others

/** Per word asked for: the words that a slip may have meant. */
export type Slips = ReadonlyMap<string, readonly string[]>

const any = (lexemes: string[]) => lexemes.map((word) => `'${word}'`).join(' | ')

/** A word as it stands, the last one as a beginning, or what a slip may have meant. */
const alternatives = (term: string, last: boolean, meant: readonly string[]) =>
  [`'${term}'${last ? ':*' : ''}`, ...meant.map((word) => `'${word}'`)].join(' | ')

// Words are letters and digits only (word.ts), so quoting them for to_tsquery needs no escaping. What a slip may have meant is looked for
// as it stands: by its root it would find entries that do not hold it, because some hidden one does.
function termQuery(term: string, last: boolean, meant: readonly string[]) {
  return sql`(to_tsquery('simple', ${alternatives(term, last, meant)}) || to_tsquery('english', ${any([term])}))`
}

/**
 * What ranks beside the words as they were asked for: each word once, so that it is the same whatever else stands in the index; and what
 * takes back that alternatives are divided by their number.
 */
function rankQuery(terms: readonly string[], slips: Slips, every: boolean) {
  const last = terms.length - 1
  const whole = new Set(terms)
  const meant = terms.map((term) => (slips.get(term) ?? []).filter((word) => !whole.has(word)))
  const parts = terms.map((term, at) => sql`to_tsquery('simple', ${alternatives(term, at === last, meant[at]!)})`)
  const items = new Set([...terms, ...meant.flat()]).size
  const together = every && parts.length > 1
  return { ranked: join(parts, together ? ' && ' : ' || '), perItem: together ? 1 : items / terms.length }
}

const plainly = (visibility: Visibility) =>
  sql`(${visibility.all} or (${visibility.published} and published) or domain_id = any (${[...visibility.domains]}::text[]))`

/** What is asked of a row itself; its values are printed as literals by the one printer of conditions. */
export const sees = (visibility: Visibility) =>
  visibility.filter
    ? sql`(${plainly(visibility)} and (${raw(toSql(visibility.filter, 'postgres'))}) is true)`
    : plainly(visibility)

/** What one look at the entries reads: rows in an order, from a place on, until it has enough. */
export type Look = {
  /** How many of the five choices a row may miss: to count a facet, its own. */
  spare: number
  sorted: 'title' | 'changed'
  after: readonly [key: string, id: string] | null
  most: number
}

function source(visibility: Visibility, ask: Ask, slips: Slips, look: Look) {
  if (ask.terms.length === 0) return everything(visibility, ask, look)
  const last = ask.terms.length - 1
  const queries = ask.terms.map((term, at) => termQuery(term, at === last, slips.get(term) ?? []))
  const must = needed(queries.length)
  const wanted = join(queries, must === queries.length ? ' && ' : ' || ')
  const exact = join(
    ask.terms.map((term) => sql`(to_tsquery('simple', ${any([term])}) || to_tsquery('english', ${any([term])}))`),
    ' || ',
  )
  const { ranked, perItem } = rankQuery(ask.terms, slips, must === queries.length)
  const values = (chosen: readonly string[]) => sql`${[...chosen]}::text[]`
  const { domain, type, tag, status, classification } = ask.chosen
  // A policy's condition is none of the function's: that gives all that match, and this statement takes the first that may be seen.
  const most = visibility.filter ? null : look.most
  const matched = (titled: boolean) => sql`select * from catalog_match(
    ${wanted}, array[${join(queries)}]::tsquery[], ${must}::int, ${exact}, ${ranked}, ${perItem}::float8, ${ask.phrase}, ${titled},
    ${visibility.all}, ${visibility.published}, ${values(visibility.domains)},
    ${values(domain)}, ${values(type)}, ${values(tag)}, ${values(status)}, ${values(classification)}, ${look.spare}::int,
    ${look.sorted}, ${look.after?.[0] ?? null}::text, ${look.after?.[1] ?? null}::text, ${most && titled ? MOST_TITLED : most}::int)`
  const seen = (rows: Prisma.Sql) =>
    visibility.filter
      ? sql`select m.* from (${rows}) m where m.id in (select id from catalog_entry where ${sees(visibility)})`
      : rows
  const first = (rows: Prisma.Sql, most: number) =>
    sql`(select * from (${seen(rows)}) s order by ${orders[look.sorted].order} limit ${most})`
  const found = first(matched(false), look.most)
  // What is named as it was asked for is there even where more match than are looked at.
  return ask.sort === 'relevance' ? sql`${found} union ${first(matched(true), MOST_TITLED)}` : found
}

const everything = (visibility: Visibility, ask: Ask, { spare, sorted, after, most }: Look) => {
  const missed = join(
    facetNames.map((facet) => sql`(not (${holds(facet, ask.chosen[facet])}))::int`),
    ' + ',
  )
  const beyond = after ? sql`and ${orders[sorted].after(...after)}` : sql``
  return sql`select id, 0::bigint as score, type, domain, tags, status, classifications, title_key, changed_at
    from catalog_entry where ${sees(visibility)} and ${missed} <= ${spare} ${beyond} order by ${orders[sorted].order} limit ${most}`
}

const columns: Record<FacetName, { value: string; list: boolean }> = {
  domain: { value: 'domain', list: false },
  type: { value: 'type', list: false },
  tag: { value: 'tags', list: true },
  status: { value: 'status', list: false },
  classification: { value: 'classifications', list: true },
}

function holds(facet: FacetName, chosen: readonly string[]) {
  if (chosen.length === 0) return sql`true`
  const { value, list } = columns[facet]
  return list ? sql`${raw(value)} && ${[...chosen]}::text[]` : sql`${raw(value)} = any (${[...chosen]}::text[])`
}

/** A facet counts under every choice but its own, so that a second value of it may still be chosen. */
function count(facet: FacetName) {
  const others = raw(
    facetNames
      .filter((name) => name !== facet)
      .map((name) => `in_${name}`)
      .join(' and '),
  )
  const { value, list } = columns[facet]
  const from = list ? sql`g, unnest(${raw(`g.${value}`)}) as v` : sql`g`
  return sql`(select coalesce(jsonb_object_agg(v, n), '{}') from (
    select ${raw(list ? 'v' : value)} as v, sum(n)::int as n from ${from} where ${others} group by 1 order by 2 desc, 1 limit ${MOST_VALUES}) c)`
}

const orders = {
  relevance: {
    keys: 'score::text',
    order: sql`score desc, id`,
    after: (key: string, id: string) => sql`(score < ${key}::bigint or (score = ${key}::bigint and id > ${id}))`,
  },
  title: {
    keys: 'title_key',
    order: sql`title_key, id`,
    after: (key: string, id: string) => sql`(title_key, id) > (${key}, ${id})`,
  },
  changed: {
    keys: 'changed_at::text',
    order: sql`changed_at desc, id`,
    after: (key: string, id: string) =>
      sql`changed_at <= ${key}::timestamptz and (changed_at < ${key}::timestamptz or id > ${id})`,
  },
}

/** A page that another engine began goes on after so many hits. */
export const skippedBy = ({ after }: Ask): number => (after?.[0] === 'm' ? Number(after[1]) : 0)
/** Where the page before ended: the key of its order, and the id. */
export const placeOf = ({ after }: Ask): [string, string] | null =>
  after && after[0] !== 'm' ? [String(after[0]), String(after[1])] : null

export function searchSql(visibility: Visibility, ask: Ask, slips: Slips, look: Look) {
  const order = orders[ask.sort]
  const flags = facetNames.map((facet) => sql`${holds(facet, ask.chosen[facet])} as ${raw(`in_${facet}`)}`)
  const all = raw(facetNames.map((facet) => `in_${facet}`).join(', '))
  const chosen = raw(facetNames.map((facet) => `in_${facet}`).join(' and '))
  const place = placeOf(ask)
  const beyond = place ? sql`and ${order.after(...place)}` : sql``
  const counts = ask.counted
    ? sql`jsonb_build_object(${join(facetNames.map((facet) => sql`${facet}::text, ${count(facet)}`))})`
    : sql`'{}'::jsonb`
  const total = ask.counted ? sql`(select coalesce(sum(n), 0)::int from g where ${chosen})` : sql`0`
  // Alike entries are counted together once; the facets then add up few groups instead of many rows.
  return sql`with m as materialized (select s.*, ${join(flags)} from (${source(visibility, ask, slips, look)}) s),
    g as materialized (select domain, type, status, tags, classifications, ${all}, count(*) as n from m
      group by domain, type, status, tags, classifications, ${all})
    select ${total} as total, (select count(*)::int from m) as matched, ${counts} as facets,
      (select coalesce(jsonb_agg(jsonb_build_array(p.key, p.id) order by ${order.order}), '[]') from (
        select *, ${raw(order.keys)} as key from m where ${chosen} ${beyond} order by ${order.order} limit ${ask.limit + 1} offset ${skippedBy(ask)}) p) as page`
}
