import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import { copyWhole } from './copy-whole'
import type { Tenant } from './two-tenants'

// A product over a real file of flights that grows day by day, for what is measured of it over time.

/** The day of the flights with this number, from the 1st of March 2026. */
export const flightDay = (n: number) => new Date(Date.UTC(2026, 2, 1 + n)).toISOString().slice(0, 10)

/** Ten flights a day, whose delays go from -5 to 4; from the day `late` on they are an hour later. Days before `from` are gone. */
function flights(days: number, late = Number.POSITIVE_INFINITY, from = 0) {
  const rows = Array.from({ length: (days - from) * 10 }, (_, n) => {
    const at = from + Math.floor(n / 10)
    const delay = (n % 10) - 5 + (at >= late ? 60 : 0)
    return `${flightDay(at)},${n},${delay},${delay + 100}`
  })
  return `${['day,flight,delay,landed', ...rows].join('\n')}\n`
}

const documents = `apiVersion: v1.0.0
kind: DataProduct
id: flights
status: draft
name: Flights
version: 1.0.0
domain: sales
description: { purpose: How late flights were }
outputPorts: [{ name: all, version: 1.0.0, contractId: flights }]
---
apiVersion: v3.2.0
kind: DataContract
id: flights
version: 1.0.0
servers: [{ server: flight-files, type: custom }]
schema:
  - name: flights
    physicalName: flights.csv
    properties:
      - { name: day, logicalType: date }
      - { name: flight, logicalType: integer }
      - { name: delay, logicalType: integer }
      - { name: landed, logicalType: integer }
`

/** Publishes `flights` with eight days, and what its contract says of service levels; what it answers lays other days, as a sync with all that follows it does. */
export async function growingFlights(of: Tenant, serviceLevels = '') {
  const root = path.join(process.env.STOA_DATA_DIR!, 'growing-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const file = path.join(root, of.org.slug, 'flights.csv')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, flights(8))
  const made = { kind: 'files', name: 'flight-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(of.publisher, of.domain.id, made)
  const copy = () => copyWhole(of.publisher, connection, ['flights.csv'])
  await copy()
  await product.save(of.publisher, {
    slug: 'flights',
    written: product.readDocuments({ yaml: `${documents}${serviceLevels}` }),
  })
  await product.publish(of.publisher, { slug: 'flights' })
  /** Measures what was added and is due. */
  const measure = async () => {
    const { id = '' } = (await product.resource(of.scope, 'flights')) ?? {}
    await observe.measureNow(of.scope, id)
  }
  const fly = async (...days: [days: number, late?: number, from?: number]) => {
    writeFileSync(file, flights(...days))
    await copy()
    await product.advancePorts(of.scope)
    await measure()
  }
  return { fly, measure }
}
