import { createHash, randomUUID } from 'node:crypto'
import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, type Sql, type Tx, withOrg } from '@/server/platform/db'
import { type Entry, type Facets, facetNames, facets, type Visibility } from '../../schema'
import { likeness, resembles, swaps } from '../../typo'
import { fold, spelled } from '../../word'
import type { Ask, Found } from '../engine'
import { type Look, placeOf, type Slips, searchSql, sees, skippedBy } from './query'

const MOST = 2_000 // matches that are ranked and counted; beyond, the newest of them stand for all
const CANDIDATES = 200 // words that look alike, read for each word asked for
const FORM = 3 // counted up when what is made of an entry changes, so that the next sweep writes all of them again
const TEXT = 20_000 // characters of one text that are found

type Row = Awaited<ReturnType<Tx['catalogEntry']['findMany']>>[number]
type Page = { total: number; matched: number; facets: Partial<Facets>; page: [string, string][] }

export async function search(scope: OrgScope, visibility: Visibility, ask: Ask): Promise<Found> {
  return readOrg(scope, async (sql) => {
    // Facets of a whole organisation are sorted in memory; compiling the statement would cost more than running it.
    const set = () => sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`
    const look = async () => lookUp(sql, visibility, ask, await slipsOf(sql, ask.terms))
    const [, { total, page, facets: counted, estimated }] = await Promise.all([set(), look()])
    const shown = page.slice(0, ask.limit)
    return {
      ids: shown.map(([, id]) => id),
      total,
      facets: facets.parse({ ...none, ...counted }),
      estimated,
      next: page.length > ask.limit ? (shown.at(-1) ?? null) : null,
    }
  })
}
const none = Object.fromEntries(facetNames.map((name) => [name, {}]))

/**
 * All that match are ranked and counted in one statement, as long as they are not too many. Of more, the newest are counted, and ranked
 * beside those whose title begins with the question; by title or by day the page is read from where it begins.
 */
async function lookUp(
  sql: Sql,
  visibility: Visibility,
  ask: Ask,
  slips: Slips,
): Promise<Page & { estimated: boolean }> {
  const look = async (spare: number, rest: Partial<Look> = {}) => {
    const look: Look = { spare, sorted: 'changed', after: null, most: MOST + 1, ...rest }
    const [found] = await sql<Page>`${searchSql(visibility, ask, slips, look)}`
    if (!found) throw new Error('A statement of one row gave none.')
    return found
  }
  const narrowed = ask.counted && facetNames.some((name) => ask.chosen[name].length > 0)
  const first = await look(narrowed ? 1 : 0)
  if (first.matched <= MOST) return { ...first, estimated: false }
  const within = narrowed ? await look(0) : first
  const bounded = {
    ...within,
    total: Math.min(within.total, MOST),
    facets: larger(first.facets, within.facets),
    estimated: true,
  }
  if (ask.sort === 'relevance' || within.matched <= MOST) return bounded
  const { page } = await look(0, { sorted: ask.sort, after: placeOf(ask), most: skippedBy(ask) + ask.limit + 1 })
  return { ...bounded, page }
}

/** Two counts of which each may have left some out. */
const larger = (one: Partial<Facets>, other: Partial<Facets>): Partial<Facets> =>
  Object.fromEntries(
    facetNames.map((name) => {
      const [a, b] = [one[name] ?? {}, other[name] ?? {}]
      return [
        name,
        Object.fromEntries(Object.keys({ ...a, ...b }).map((value) => [value, Math.max(a[value] ?? 0, b[value] ?? 0)])),
      ]
    }),
  )

/** Any word within reach counts, seen or not: what an entry matches depends on itself and the question alone. */
async function slipsOf(sql: Sql, terms: readonly string[]): Promise<Slips> {
  const asked = terms.filter((term) => swaps(term).length > 0)
  if (asked.length === 0) return new Map()
  const near = await sql<{ term: string; word: string }>`
    select term, word from catalog_near(${asked}::text[], ${asked.map(likeness)}::real[], ${CANDIDATES}::int)`
  const slips = new Map<string, string[]>(asked.map((term) => [term, swaps(term)]))
  for (const { term, word } of near) if (resembles(word, term)) slips.get(term)?.push(word)
  return new Map([...slips].map(([term, meant]) => [term, [...new Set(meant)]]))
}

/** Entries by their ids, in that order, as far as they may be seen: since they were found one may have been withdrawn. */
export async function readVisible(scope: OrgScope, visibility: Visibility, ids: string[]): Promise<Entry[]> {
  if (ids.length === 0) return []
  const rows = await readOrg(
    scope,
    (sql) => sql<Row>`
      select id, type, slug, title, purpose, description, domain_id as "domainId", domain, domain_name as "domainName", owner, tags, status,
        version, columns, questions, promise, changed_at as "changedAt"
      from catalog_entry where org_id = ${scope.orgId} and id = any (${ids}::text[]) and ${sees(visibility)}`,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? []).map(toEntry)
}

/** Entries as they were written, whoever may see them, for what is kept in step with them; with the hash of each. */
export async function readEntries(scope: OrgScope, ids: string[]): Promise<{ entry: Entry; source: string }[]> {
  const rows = await withOrg(scope, (tx) => tx.catalogEntry.findMany({ where: { id: { in: ids } } }))
  return rows.map((row) => ({ entry: { ...toEntry(row), context: row.context }, source: row.source }))
}

const toEntry = (row: Row): Entry => ({
  id: row.id,
  type: row.type as Entry['type'],
  slug: row.slug,
  title: row.title,
  purpose: row.purpose,
  description: row.description,
  domain: { id: row.domainId, slug: row.domain, name: row.domainName },
  owner: row.owner,
  tags: row.tags,
  status: row.status as Entry['status'],
  version: row.version,
  columns: row.columns as Entry['columns'],
  questions: row.questions,
  context: '',
  promise: row.promise as Entry['promise'],
  changedAt: row.changedAt.toISOString(),
})

/** Writes an entry whole, and the words it holds; one that is as it was is left alone, and said to be. */
export const put = (scope: OrgScope, entry: Entry): Promise<boolean> =>
  withOrg(scope, (tx) => putOne(tx, scope.orgId, entry))

async function putOne(tx: Tx, org: string, entry: Entry): Promise<boolean> {
  const source = createHash('sha256')
    .update(JSON.stringify([FORM, entry]))
    .digest('hex')
  const before = await tx.$queryRaw<{ source: string }[]>`select source from catalog_entry where id = ${entry.id}`
  if (before[0]?.source === source) return false
  const texts = {
    a: spelled(`${entry.title} ${entry.slug}`),
    b: spelled(
      [...entry.tags, entry.domain.name, entry.domain.slug, ...entry.columns.flatMap(({ port, name }) => [port, name])]
        .join(' ')
        .slice(0, TEXT),
    ),
    c: spelled(`${entry.purpose} ${entry.description}`.slice(0, TEXT)),
    d: spelled(
      [
        entry.owner ?? '',
        ...entry.columns.map(({ description }) => description ?? ''),
        ...(entry.questions ?? []),
        entry.context,
      ]
        .join(' ')
        .slice(0, TEXT),
    ),
  }
  const { sql } = Prisma
  const weighed = (text: string, weight: string) =>
    sql`setweight(to_tsvector('simple', ${text}) || to_tsvector('english', ${text}), ${weight}::"char")`
  const classes = [...new Set(entry.columns.flatMap(({ classification }) => classification ?? []))].sort()
  await tx.$executeRaw`
    insert into catalog_entry (org_id, id, type, slug, title, title_key, purpose, description, domain_id, domain, domain_name, owner, tags,
      status, published, version, classifications, columns, questions, promise, changed_at, source, context, search)
    values (${org}, ${entry.id}, ${entry.type}, ${entry.slug}, ${entry.title}, ${fold(entry.title)}, ${entry.purpose}, ${entry.description},
      ${entry.domain.id}, ${entry.domain.slug}, ${entry.domain.name}, ${entry.owner}, ${entry.tags}::text[], ${entry.status},
      ${entry.status !== 'draft'}, ${entry.version}, ${classes}::text[], ${JSON.stringify(entry.columns)}::jsonb, ${entry.questions ?? []}::text[],
      ${entry.promise && JSON.stringify(entry.promise)}::jsonb, ${entry.changedAt}::timestamptz, ${source}, ${entry.context},
      ${weighed(texts.a, 'A')} || ${weighed(texts.b, 'B')} || ${weighed(texts.c, 'C')} || ${weighed(texts.d, 'D')})
    on conflict (org_id, id) do update set (type, slug, title, title_key, purpose, description, domain_id, domain, domain_name, owner, tags,
      status, published, version, classifications, columns, questions, promise, changed_at, source, context, search) = row (excluded.type, excluded.slug,
      excluded.title, excluded.title_key, excluded.purpose, excluded.description, excluded.domain_id, excluded.domain, excluded.domain_name,
      excluded.owner, excluded.tags, excluded.status, excluded.published, excluded.version, excluded.classifications, excluded.columns, excluded.questions,
      excluded.promise, excluded.changed_at, excluded.source, excluded.context, excluded.search)`
  await note(tx, org, entry.id)
  const held = [...new Set(Object.values(texts).flatMap((text) => text.split(' ')))].filter(
    (word) => swaps(word).length > 0,
  )
  // In one order for everyone, so that two entries written at once do not wait for each other in a circle.
  await tx.$executeRaw`insert into catalog_word (org_id, word) select ${org}, w from unnest(${held.sort()}::text[]) w on conflict do nothing`
  return true
}

/** Forgets an entry; false where there was none. */
export const remove = (scope: OrgScope, id: string): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const { count } = await tx.catalogEntry.deleteMany({ where: { id } })
    if (count > 0) await note(tx, scope.orgId, id)
    return count > 0
  })

/** What is kept in step with the entries has this one to take over. */
async function note(tx: Tx, org: string, id: string): Promise<void> {
  await tx.$executeRaw`insert into catalog_change (org_id, entry_id, turn, at) values (${org}, ${id}, ${randomUUID()}, now())
    on conflict (org_id, entry_id) do update set turn = excluded.turn`
}

export async function list(scope: OrgScope): Promise<string[]> {
  return withOrg(scope, async (tx) => (await tx.catalogEntry.findMany({ select: { id: true } })).map(({ id }) => id))
}
