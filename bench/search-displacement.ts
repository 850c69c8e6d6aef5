import pg from 'pg'
import { fillCatalogs, ORGANISATIONS, vocabulary } from '@/bench/search-catalogs'
import { dice } from '@/prisma/seed/drawn-organisation'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import { searchEngines } from '@/scripts/test/search-engine'
import { SearchServer } from '@/scripts/test/search-server'
import { mintVisibility, mirror, search } from '@/server/catalog'
import { closeDatabase, mintScope } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'

// Meilisearch takes so many words of a whole index for one word asked, and no more. How many hits that costs an organisation in one
// index with 199 others, beside the same organisation in an index of its own: nothing hidden is shown, but something visible may be missed.
//   npx tsx bench/search-displacement.ts [products=100000] [words=200000] [questions=200]

const [products = 100_000, size = 200_000, many = 200] = process.argv.slice(2).map(Number)
const by = dice(2)
const all = mintVisibility({ all: true, published: true, domains: [] })
const kinds: Record<string, (word: string) => string> = {
  'one letter begun': (word) => word.slice(0, 1),
  'two letters begun': (word) => word.slice(0, 2),
  'three letters begun': (word) => word.slice(0, 3),
  'one slip': (word) => word.replace(/^(..)(.)(.)/, '$1$3$2'),
  'two slips': (word) => `${word.slice(0, 2)}${word.slice(3, -2)}x${word.slice(-1)}`,
}

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
const meilisearch = (await searchEngines()).find(({ name }) => name === 'meilisearch')
try {
  if (!meilisearch || meilisearch.absent) throw new Error('there is no Meilisearch here')
  await owner.connect()
  const { a } = await twoTenants()
  const orgs = await fillCatalogs(owner, { first: a.scope.orgId, products, words: vocabulary(size) })
  const told = async (org: string) => {
    while ((await mirror(mintScope(org))).left);
  }
  meilisearch.use()
  await told(orgs[0]!)
  const left = orgs.slice(1)
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let org = left.shift(); org; org = left.shift()) await told(org)
    }),
  )
  console.log(
    `${products.toLocaleString('en')} products of ${ORGANISATIONS} organisations, ${size.toLocaleString('en')} words`,
  )
  for (const org of [orgs[0]!, orgs[9]!, orgs[99]!]) {
    const { rows } = await owner.query<{ title: string }>(
      'select title from catalog_entry where org_id = $1 order by md5(id) limit 2000',
      [org],
    )
    const words = [...new Set(rows.flatMap(({ title }) => title.split(' ')))]
    const questions = Object.entries(kinds).map(([kind, make]) => {
      const fit = words.filter((word) => word.length >= (kind === 'two slips' ? 9 : 6))
      return { kind, asked: Array.from({ length: many }, () => make(by.pick(fit))) }
    })
    const answers = async () => {
      const totals: number[][] = []
      for (const { asked } of questions) {
        const of: number[] = []
        for (const q of asked) {
          const { total, engine } = await search(mintScope(org), all, { q, limit: 1 })
          if (engine !== 'meilisearch') throw new Error(`${engine} answered`)
          of.push(total)
        }
        totals.push(of)
      }
      return totals
    }
    meilisearch.use()
    const shared = await answers()
    const own = await SearchServer.start()
    if (typeof own === 'string') throw new Error(own)
    Object.assign(process.env, { MEILI_URL: own.url, MEILI_KEY: own.key })
    rereadEnv()
    await told(org)
    const alone = await answers()
    await own.stop()
    console.log(`of ${rows.length === 2000 ? 'the largest' : `one of ${rows.length}`}:`)
    for (const [n, { kind }] of questions.entries()) {
      const pairs = alone[n]!.map((total, at) => [total, shared[n]![at]!] as const)
      const fewer = pairs.filter(([total, got]) => got < total)
      const missed = fewer.reduce((sum, [total, got]) => sum + total - got, 0)
      const hits = pairs.reduce((sum, [total]) => sum + total, 0)
      const more = pairs.filter(([total, got]) => got > total).length
      console.log(
        `  ${kind}: ${fewer.length} of ${many} questions miss hits, ${missed} of ${hits} hits${more > 0 ? `; ${more} find more` : ''}`,
      )
    }
  }
} finally {
  await meilisearch?.stop()
  await owner.end()
  await closeDatabase()
  await stop()
}
