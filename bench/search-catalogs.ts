import type pg from 'pg'
import { dice } from '@/prisma/seed/drawn-organisation'

// The catalogs that searches are measured on: organisation n of 200 holds a share of the products that falls as 1/n. Words can be said,
// none twice, and fall off likewise: the first stand in many products, the last in a few.

export const ORGANISATIONS = 200

export function vocabulary(size: number): string[] {
  const by = dice(1)
  const syllable = () => by.pick([...'bcdfghjklmnprstvwz', 'st', 'tr', 'pl', 'ch']) + by.pick([...'aeiou', 'ai', 'ou'])
  const words = new Set<string>()
  while (words.size < size)
    words.add(Array.from({ length: 2 + by.below(3) }, syllable).join('') + by.pick(['', 'n', 'r', 's', 't']))
  return [...words]
}

const fill = `insert into catalog_entry (org_id, id, type, slug, title, title_key, purpose, description, domain_id, domain, domain_name, tags,
    status, published, classifications, columns, changed_at, source, search)
  select $1, 'prd_' || n, 'data', 'p' || n, t, t, t, '', 'dom_' || d, 'domain-' || d, 'Domain ' || d, array['tag' || n % 40, 'tag' || n % 7],
    s, s <> 'draft', array['internal'], '[]', now() - n * interval '1 minute', 's' || n,
    setweight(to_tsvector('simple', t) || to_tsvector('english', t), 'A')
  from (select n, n % 20 as d, (array['published','published','published','draft','retired'])[1 + n % 5] as s,
      (select string_agg(($3::text[])[floor(power(cardinality($3::text[]), random()))], ' ') from generate_series(1, 6) w where n > 0) as t
    from generate_series(1, $2::int) n) x`
const heldWords = `insert into catalog_word select distinct org_id, w from catalog_entry, unnest(string_to_array(title, ' ')) w on conflict do nothing`
const wait = `insert into catalog_change select org_id, id, 'first', now() from catalog_entry where org_id = $1`

/** Writes the catalog of one organisation. */
export async function fillEntries(
  owner: pg.Client,
  org: string,
  { products, words }: { products: number; words: string[] },
): Promise<void> {
  await owner.query('select setseed(0.1)')
  await owner.query(fill, [org, products, words])
  await owner.query(heldWords)
}

type Ask = { first: string; products: number; words: string[] }
/** Writes the catalogs, the first for an organisation that is there; answers the ids, the largest first. */
export async function fillCatalogs(owner: pg.Client, { first, products, words }: Ask): Promise<string[]> {
  await owner.query('select setseed(0.1)')
  const sum = Array.from({ length: ORGANISATIONS }, (_, n) => 1 / (n + 1)).reduce((one, other) => one + other)
  const orgs = [first, ...Array.from({ length: ORGANISATIONS - 1 }, (_, n) => `org_bench_${n}`)]
  for (const [n, org] of orgs.entries()) {
    await owner.query(fill, [org, Math.max(1, Math.round(products / sum / (n + 1))), words])
    await owner.query(wait, [org])
  }
  await owner.query(heldWords)
  await owner.query('vacuum analyze')
  return orgs
}
