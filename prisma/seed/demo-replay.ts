import fs from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import * as product from '@/server/product'
import type * as tenancy from '@/server/tenancy'

// June 2001 once more, a day at a time: the flights of May and of June so far lie in a file that grows, and the loop watches it.

const slug = 'flights-live'
export const connectionName = 'operations-files'
const ref = 'demo/flights-live.parquet'
/** The delay of the newest week against May's. */
const delays = {
  kind: 'drift' as const,
  title: 'Delays are as they were in May',
  port: 'departures',
  column: 'delay',
  by: 'date',
  window: 'P7D',
  reference: { from: '2001-05-01T00:00:00Z', to: '2001-06-01T00:00:00Z' },
  statistic: 'wasserstein' as const,
  threshold: 0.1,
  severity: 'warning' as const,
  live: true,
  source: 'added' as const,
}
/** Six airports are flown to in winter alone, which is no fault: found, looked at, and excepted for a year. */
const winter = {
  kind: 'metric' as const,
  title: 'Airports that were flown to before May are flown to still',
  sql: `select count(*) from (select destination from "flight-delays"."departures" group by destination having max(date) < '2001-05-01')`,
  band: { high: 0 },
  season: 'none' as const,
  severity: 'warning' as const,
  live: true,
  source: 'added' as const,
}
/** With the 7th there, the week is one that has drifted; with the 11th, it has not. */
const [drifted, calm, first, last] = ['2001-06-07', '2001-06-11', '2001-05-01', '2001-06-30']

export type Replay = {
  owner: tenancy.Actor
  /** The organisation's folder of files. */
  root: string
  /** Waits until a run is copied, its rows are shown, and what is expected of them is measured. */
  settle: (run: string) => Promise<void>
}

const fileOf = (root: string) => path.join(root, ref)
const addDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

async function ask(sql: string): Promise<unknown> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  try {
    return (await connection.runAndReadAll(sql)).getRows()[0]?.[0]
  } finally {
    connection.closeSync()
  }
}

/** Lays the flights up to a day, and with it, into the file. */
async function layDays(root: string, day: string): Promise<void> {
  const from = path.resolve('node_modules/vega-datasets/data/flights-3m.parquet')
  const [to, half] = [fileOf(root), `${fileOf(root)}.new`]
  await ask(`copy (select date, delay, origin, destination from '${from.replaceAll("'", "''")}'
    where date >= '${first}' and date < '${addDay(day)}' order by date) to '${half.replaceAll("'", "''")}' (format parquet)`)
  fs.renameSync(half, to)
}

/** The newest day that is there. */
async function newestDay(root: string): Promise<string | null> {
  if (!fs.existsSync(fileOf(root))) return null
  const day = await ask(`select cast(max(cast(date as date)) as varchar) from '${fileOf(root).replaceAll("'", "''")}'`)
  return typeof day === 'string' ? day : null
}

async function copied({ owner, settle }: Replay): Promise<void> {
  const { id } = (await ingestion.findConnection(owner.scope, { name: connectionName }))!
  await settle(await ingestion.requestSync(owner, id, { assets: [ref] }))
}

/**
 * Publishes the flights up to the 11th of June, with what is expected of their delays: it was not so on the 7th, which is an incident of
 * the past. What is there already stays.
 */
export async function beginReplay(replay: Replay): Promise<void> {
  const { owner, root } = replay
  const known = await product.resource(owner.scope, slug)
  if (!known?.published) {
    await layDays(root, drifted)
    await copied(replay)
    const yaml = fs.readFileSync(path.resolve('prisma/seed/demo', `${slug}.yaml`), 'utf8')
    await product.save(owner, { slug, written: product.readDocuments({ yaml }) })
    await product.publish(owner, { slug, note: 'June 2001 once more.' })
  }
  const { id = '' } = (await product.resource(owner.scope, slug)) ?? {}
  const { items } = await observe.listExpectations(owner.scope, { productId: id, whole: true })
  if (!items.some(({ source }) => source === 'added'))
    await observe.putExpectations(owner, { productId: id, items: [delays] })
  await observe.measureNow(owner.scope, id)
  if ((await newestDay(root)) === drifted) {
    await layDays(root, calm)
    await copied(replay)
  }
}

/** What the winter left of the product of all flights, seen and found to be expected, if that product is there. */
export async function nameSeasonal(owner: tenancy.Actor): Promise<void> {
  const { scope } = owner
  const flights = await product.resource(scope, 'flight-delays')
  if (!flights?.published) return
  const { items } = await observe.listExpectations(scope, { productId: flights.id, whole: true })
  if (items.some(({ source }) => source === 'added')) return
  await observe.putExpectations(owner, { productId: flights.id, items: [winter] })
  await observe.measureNow(scope, flights.id)
  const ask = { sees: () => true, productIds: [flights.id], states: ['open' as const], limit: 20 }
  const found = (await observe.listIncidents(scope, ask)).items.find(({ title }) => title === winter.title)
  if (!found) return
  const note =
    'Eagle, Hayden, Gunnison, Montrose and Durango are ski resorts, and Naples is warm in winter: they come back with it.'
  const exceptUntil = new Date(Date.now() + 365 * 86_400_000).toISOString()
  await observe.resolve(owner, { id: found.id, as: 'expected', note, exceptUntil })
}

/** Whether the last day of June is there, or nothing that a day could follow. */
export async function isOver(root: string): Promise<boolean> {
  const newest = await newestDay(root)
  return newest === null || newest >= last
}

/** The day after those that are there arrives. */
export async function nextDay(replay: Replay): Promise<void> {
  await layDays(replay.root, addDay((await newestDay(replay.root))!))
  await copied(replay)
}
