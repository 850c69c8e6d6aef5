import { spawn } from 'node:child_process'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { fillCatalogs, ORGANISATIONS, vocabulary } from '@/bench/search-catalogs'
import { dice } from '@/prisma/seed/drawn-organisation'
import { twoTenants } from '@/prisma/seed/two-tenants'
import { freePort } from '@/scripts/postgres'
import { build } from '@/scripts/start/build'
import setup from '@/scripts/test/database'
import { searchEngines } from '@/scripts/test/search-engine'
import { mirror } from '@/server/catalog'
import { closeDatabase, mintScope } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import * as tenancy from '@/server/tenancy'

// GET /search of a member of the largest of 200 organisations, through the portal, on PostgreSQL and on Meilisearch, beside the raw
// Meilisearch asked by HTTP with the same filter, three facets and highlighting; requests arrive by the clock, whether or not those
// before were answered. The mix is prefixes, pairs of words and words with one slip.
//   npx tsx bench/search-engines.ts [products=100000] [arrivals a second=20] [seconds=20]

const [products = 100_000, rate = 20, seconds = 20] = process.argv.slice(2).map(Number)
const by = dice(1)

/** Asked by the clock, open loop: times in ms from when each should have left. */
async function load(take: (at: number) => Promise<unknown>, n = rate * seconds): Promise<{ p50: number; p99: number }> {
  const taken: number[] = []
  const began = performance.now()
  const all: Promise<void>[] = []
  for (let at = 0; at < n; at++) {
    const due = began + (at * 1000) / rate
    const rest = due - performance.now()
    if (rest > 0) await sleep(rest)
    all.push(take(at).then(() => void taken.push(performance.now() - due)))
  }
  await Promise.all(all)
  taken.sort((one, other) => one - other)
  const of = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))]!
  return { p50: of(0.5), p99: of(0.99) }
}

/** Each question once, so that what is measured first does not fetch from the disk what the next finds in memory. */
async function ahead(take: (at: number) => Promise<unknown>) {
  for (let at = 0; at < rate * seconds; at++) await take(at)
}

/** As the index keeps what it filters by. */
const coded = (text: string) => `x${Buffer.from(text).toString('hex')}`

const agent = new http.Agent({ keepAlive: true, noDelay: true })
function ask(url: string, headers: Record<string, string>, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const length =
      body === undefined ? {} : { 'content-length': Buffer.byteLength(body), 'content-type': 'application/json' }
    const request = http.request(url, { agent, method, headers: { ...headers, ...length } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString()
        response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode}: ${text.slice(0, 300)}`))
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
const engines = await searchEngines()
const say = (what: string, { p50, p99 }: { p50: number; p99: number }) =>
  console.log(`${what}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)

/** A portal of its own, on the engine that the settings name now. */
async function portal(): Promise<{ address: string; stop: () => Promise<void> }> {
  const port = await freePort()
  const args = ['scripts/start/next.mjs', 'start', '-H', '127.0.0.1', '-p', String(port)]
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port) },
  })
  const address = `http://127.0.0.1:${port}`
  while (!(await fetch(`${address}/api/health`).catch(() => null))) await sleep(100)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return { address, stop: async () => (child.kill(), await gone) }
}

try {
  await build()
  await owner.connect()
  const { a } = await twoTenants()
  let began = performance.now()
  const orgs = await fillCatalogs(owner, { first: a.scope.orgId, products, words: vocabulary(20_000) })
  const { rows } = await owner.query<{ title: string }>(
    'select title from catalog_entry where org_id = $1 order by md5(id) limit 400',
    [a.scope.orgId],
  )
  const {
    rows: [size],
  } = await owner.query('select count(*)::int as n from catalog_entry where org_id = $1', [a.scope.orgId])
  console.log(
    `${products.toLocaleString('en')} products of ${ORGANISATIONS} organisations, ${size.n.toLocaleString('en')} in the one that searches; written in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
  const questions = rows.map(({ title }) => {
    const [one = '', two = ''] = title.split(' ')
    return by.pick([
      one.slice(0, 3 + by.below(3)),
      `${one} ${two}`,
      `${one} ${two}`,
      `${one.slice(0, -2)}${one.at(-1)}${one.at(-2)}`,
    ])
  })
  const token = (await tenancy.createToken(a.member, { name: 'bench' })).token
  for (const engine of engines) {
    if (engine.absent) continue
    engine.use()
    if (engine.name === 'meilisearch') {
      began = performance.now()
      const left = [...orgs]
      // Several at once, as the jobs do.
      const fillOne = async () => {
        for (let org = left.shift(); org; org = left.shift()) while ((await mirror(mintScope(org))).left);
      }
      await mirror(mintScope(orgs[0]!))
      await Promise.all(Array.from({ length: 8 }, fillOne))
      console.log(`Meilisearch filled in ${((performance.now() - began) / 1000).toFixed(0)} s`)
    }
    const door = await portal()
    const search = (at: number) =>
      ask(`${door.address}/api/v1/search?q=${encodeURIComponent(questions[at % questions.length]!)}&limit=20`, {
        authorization: `Bearer ${token}`,
      })
    await ahead(search)
    const answered = JSON.parse(await search(1))
    if (answered.engine !== engine.name) throw new Error(`${answered.engine} answered: ${answered.notice}`)
    const ours = await load(search)
    say(`our door on ${engine.name}`, ours)
    if (engine.name === 'meilisearch') {
      const { MEILI_URL, MEILI_KEY } = env()
      const { results } = JSON.parse(await ask(`${MEILI_URL}/indexes`, { authorization: `Bearer ${MEILI_KEY}` }))
      const filter = `org = "${coded(a.scope.orgId)}" AND (published = true OR domainId IN ["${coded('dom_1')}"])`
      const raw = (at: number) => {
        const q = questions[at % questions.length]!
        const body = {
          q,
          filter,
          facets: ['domain', 'tag', 'status'],
          attributesToHighlight: ['*'],
          page: 1,
          hitsPerPage: 20,
          matchingStrategy: 'all',
        }
        return ask(
          `${MEILI_URL}/indexes/${results[0].uid}/search`,
          { authorization: `Bearer ${MEILI_KEY}` },
          JSON.stringify(body),
        )
      }
      await ahead(raw)
      const theirs = await load(raw)
      say('raw Meilisearch', theirs)
      console.log(
        `ratio of p99 ${(ours.p99 / theirs.p99).toFixed(2)} (limit 1.5), of p50 ${(ours.p50 / theirs.p50).toFixed(2)}`,
      )
    }
    await door.stop()
  }
} finally {
  agent.destroy()
  for (const engine of engines) await engine.stop()
  await owner.end()
  await closeDatabase()
  await stop()
}
