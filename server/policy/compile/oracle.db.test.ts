import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chance, seed } from '@/scripts/test/chance'
import { type Count, compareDecisions, compareRows, compareSets, type Found } from './oracle'
import { openTables, type Tables } from './oracle-tables'

/** In earnest where the engines are tried; a part of it, of another seed each time, with every run. */
const full = Boolean(process.env.STOA_ORACLE)
const amount = (short: number, whole: number) => (full ? whole : short)
const within = full ? 30 * 60_000 : 60_000

let client: pg.Client
beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
  await client.connect()
})
afterAll(() => client.end())

const databases: Tables = (rows) => openTables(client, rows)

const told = ({ asked, true: yes, false: no, error, refused }: Count) =>
  `${asked} asked: ${yes} true, ${no} false, ${error} with errors; ${refused} conditions refused (seed ${seed})`

/** A run in which hardly anything erred, or held, has shown little. */
function demand({ counts, difference }: Found, what: string) {
  console.log(`${what}: ${told(counts)}`)
  expect(difference).toBeNull()
  for (const kind of ['true', 'false', 'error'] as const)
    expect(counts[kind] / counts.asked, `share of ${kind}`).toBeGreaterThan(0.08)
}

describe('cedar-wasm as the oracle', () => {
  it('decides alike', { timeout: within }, async () => {
    demand(await compareDecisions(chance(seed), amount(4_000, 106_000)), 'decisions')
  })
  it('finds the same rows, one condition at a time', { timeout: within }, async () => {
    demand(await compareRows(chance(seed + 1), amount(6_000, 30_000), databases), 'conditions over rows')
  })
  it('finds the same rows for whole sets', { timeout: within }, async () => {
    demand(await compareSets(chance(seed + 2), amount(1_600, 12_000), databases), 'sets over rows')
  })
})
