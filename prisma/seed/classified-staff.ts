import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as ingestion from '@/server/ingestion'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import { type Tenant, twoTenants } from './two-tenants'

const classes = { plain: 'internal', pay: 'confidential', secret: 'restricted' }
const contract = ([name, classified]: [string, string]) => `---
apiVersion: v3.2.0
kind: DataContract
id: ${name}-contract
version: 1.0.0
servers: [{ server: staff-files, type: custom }]
schema:
  - name: people
    physicalName: staff.csv
    properties:
      - { name: id, logicalType: integer }
      - { name: country, logicalType: string }
      - { name: pay, logicalType: integer, classification: ${classified} }
`
const yaml = `apiVersion: v1.0.0
kind: DataProduct
id: staff
status: draft
name: Staff
version: 1.0.0
domain: sales
outputPorts:
${Object.keys(classes)
  .map((name) => `  - { name: ${name}, version: 1.0.0, contractId: ${name}-contract }`)
  .join('\n')}
${Object.entries(classes).map(contract).join('')}`

/** Two organisations, the first of which publishes three people by three ports: their pay is internal, confidential, restricted. */
export async function classifiedStaff(folder: string): Promise<{ a: Tenant; b: Tenant }> {
  const root = path.join(process.env.STOA_DATA_DIR!, folder)
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const { a, b } = await twoTenants()
  mkdirSync(path.join(root, a.org.slug), { recursive: true })
  writeFileSync(path.join(root, a.org.slug, 'staff.csv'), 'id,country,pay\n1,DE,10\n2,FR,20\n3,DE,30\n')
  const made = { kind: 'files', name: 'staff-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['staff.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  await product.save(a.publisher, { slug: 'staff', written: product.readDocuments({ yaml }) })
  await product.publish(a.publisher, { slug: 'staff' })
  return { a, b }
}
