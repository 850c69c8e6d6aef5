import pg from 'pg'
import setup from '@/scripts/test/database'
import { mintVisibility, search } from '@/server/catalog'
import { closeDatabase, mintScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { median } from './median'

// Search as a member does it, through the row-level walls, beside the same match written by hand and run as the database's owner.
//   npx tsx bench/search.ts [products=100000]

const products = Number(process.argv[2] ?? 100_000)
const ROUNDS = 15
const scope = mintScope(newId('organisation'))
const member = mintVisibility({ all: false, published: true, domains: ['dom_1', 'dom_2'] })

// Zipf-like: the first words stand in many products, the last in a few.
const fill = `insert into catalog_entry (org_id, id, type, slug, title, title_key, purpose, description, domain_id, domain, domain_name, tags,
    status, published, classifications, columns, changed_at, source, search)
  select $1, 'prd_' || n, 'data', 'p' || n, t, t, t, '', 'dom_' || d, 'domain-' || d, 'Domain', array['tag' || n % 40, 'tag' || n % 7],
    s, s <> 'draft', array['internal'], '[]', now() - n * interval '1 minute', 's',
    setweight(to_tsvector('simple', t) || to_tsvector('english', t), 'A')
  from (select n, n % 20 as d, (array['published','published','published','draft','retired'])[1 + n % 5] as s,
      (select string_agg('word' || floor(power(5000, random()))::int || chr(97 + (n + w) % 26), ' ') from generate_series(1, 6) w where n > 0) as t
    from generate_series(1, $2::int) n) x`

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
try {
  await owner.connect()
  await owner.query(fill, [scope.orgId, products])
  await owner.query(
    `insert into catalog_word select distinct org_id, w from catalog_entry, unnest(string_to_array(title, ' ')) w on conflict do nothing`,
  )
  await owner.query('vacuum analyze')
  const { rows } = await owner.query<{ title: string }>('select title from catalog_entry order by md5(id) limit 1')
  const [one = '', two = ''] = rows[0]?.title.split(' ') ?? []
  const raw = (text: string) =>
    owner.query(
      `select *, count(*) over () from catalog_entry where org_id = $1 and search @@ to_tsquery('simple', $2)
       and (published or domain_id = any ('{dom_1,dom_2}')) order by ts_rank(search, to_tsquery('simple', $2)) desc limit 30`,
      [scope.orgId, text],
    )
  console.log(`${products.toLocaleString('en')} products in one organisation, median of ${ROUNDS}, ms`)
  for (const [name, q, text] of [
    ['a rare pair of words', `${one} ${two}`, `'${one}' & '${two}':*`],
    ['a frequent beginning', 'word1', "'word1':*"],
    ['a mistyped word', `${one.slice(0, -2)}x${one.slice(-1)}`, `'${one.slice(0, -2)}x${one.slice(-1)}':*`],
    ['everything', '', ''],
  ] as const) {
    const ours = await median(ROUNDS, () => search(scope, member, { q }))
    const { total } = await search(scope, member, { q })
    const theirs = text ? await median(ROUNDS, () => raw(text)) : 0
    const ratio = theirs
      ? `, ratio ${(ours / theirs).toFixed(1)} to ${theirs.toFixed(1)} for the match alone by the owner`
      : ''
    console.log(`${name}: ${ours.toFixed(1)} for ${total} hits with five facets${ratio}`)
  }
} finally {
  await owner.end()
  await closeDatabase()
  await stop()
}
