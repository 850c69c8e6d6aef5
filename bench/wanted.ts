// One published product against all that an organisation still wants: how long it takes to find who hears of it, and in how many
// statements. Words as in bench/search-catalogs.ts; of the questions a few are answered, some only by a slip of the finger.
// Usage: tsx bench/wanted.ts [wanted=200] [entries=10000]
import pg from 'pg'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import * as catalog from '@/server/catalog'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import { median } from './median'
import { fillEntries, vocabulary } from './search-catalogs'

const [wanted = 200, entries = 10_000] = process.argv.slice(2).map(Number)
const ROUNDS = 5
const ANSWERED = 10 // of the questions

let statements = 0
// biome-ignore lint/suspicious/noExplicitAny: every form of a query passes here and is only counted
const client = pg.Client.prototype as any
const query = client.query
client.query = function counted(...given: unknown[]) {
  statements++
  return query.apply(this, given)
}

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
await owner.connect()
try {
  const { a } = await twoTenants()
  const { scope } = a
  await policy.load(scope)
  const words = vocabulary(5_000)
  await fillEntries(owner, scope.orgId, { products: entries, words })
  const questions = Array.from({ length: wanted }, (_, n) => {
    const at = (by: number) => words[(n * 37 + by * 101) % words.length]!
    return [at(1), at(2), ...(n % 2 ? [at(3)] : [])].join(' ')
  })
  const slip = (text: string) => text.replace(/.$/, 'x')
  const title = questions.slice(0, ANSWERED).join(' ')
  const asked = questions.map((question, n) => (n < ANSWERED && n % 2 ? slip(question) : question))
  await owner.query(
    `insert into wanted (org_id, id, question, askers, first_at, last_at)
      select $1, 'wnt_' || lpad(n::text, 6, '0'), q, 3, now(), now() from unnest($2::text[]) with ordinality as q (q, n) on conflict do nothing`,
    [scope.orgId, asked],
  )
  const people = [a.owner, a.publisher, a.steward, a.auditor, a.member].map(({ principal }) => principal.id)
  await owner.query(
    `insert into wanted_ask (org_id, wanted_id, asker_id, first_at, last_at)
      select $1, id, ($2::text[])[1 + (row_number() over (order by id) + k) % 5], now(), now() from wanted, generate_series(1, 3) k where org_id = $1`,
    [scope.orgId, people],
  )
  const column = (n: number) => ({ port: 'rows', object: 'rows', name: `${words[3_000 + n]}_${words[3_100 + n]}` })
  const text = { slug: 'published', title, purpose: words.slice(4_000, 4_020).join(' '), context: '' }
  const description = words.slice(4_100, 4_300).join(' ')
  const rest = { owner: null, tags: [], status: 'published' as const, version: '1.0.0', promise: null }
  const made = { id: 'prd_published', type: 'data' as const, domain: a.domain, changedAt: new Date().toISOString() }
  const columns = Array.from({ length: 40 }, (_, n) => column(n))
  await catalog.indexEntry(scope, made.id, async () => ({ ...text, description, ...rest, ...made, columns }))
  await owner.query('vacuum analyze')
  const sightOf = async (id: string) => {
    const principal = await tenancy.loadPrincipal(scope, id)
    return principal && policy.visibility(principal, { surface: 'portal' })
  }
  const run = async () => {
    for (let after: string | null = ''; after !== null; )
      after = await catalog.answerWanted(scope, { products: [made.id], sightOf, after })
  }
  const again = () => owner.query('update wanted_ask set told_at = null, answer = null')
  const ms = await median(ROUNDS, run, again)
  const { rows } = await owner.query(
    'select count(*)::int as told, count(distinct wanted_id)::int as of from wanted_ask where told_at is not null',
  )
  const quiet = await median(ROUNDS, run)
  statements = 0
  await run()
  console.log(
    `${wanted} wanted by 3 each, ${entries.toLocaleString('en')} entries, one product: median of ${ROUNDS} runs ${ms.toFixed(0)} ms`,
  )
  console.log(
    `${rows[0].told} were told of ${rows[0].of}; a run that tells nobody takes ${quiet.toFixed(0)} ms and ${statements} statements`,
  )
} finally {
  await owner.end()
  await closeDatabase()
  await stop()
}
process.exit(0)
