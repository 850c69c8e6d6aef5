import * as access from '@/server/access'
import type { Purpose } from '@/server/access/schema'
import * as ingestion from '@/server/ingestion'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { type SourceDatabase, sourceDatabase } from './source-database'
import type { Tenant } from './two-tenants'

/** What the source holds, and which of it is published as the port `people` of the product `staff`. */
export type Holding = { sql: string; properties: string }
const plain: Holding = {
  sql: `create table people (id int primary key, place text, salary int);
    insert into people values (1, 'Lyon', 100), (2, 'Bern', 200), (3, null, 300);`,
  properties: `
      - { name: id, logicalType: integer }
      - { name: office, physicalName: place, logicalType: string }`,
}

const documents = (connection: string, properties: string) => `apiVersion: v1.0.0
kind: DataProduct
id: staff
status: draft
name: Staff
version: 1.0.0
domain: sales
description: { purpose: Who works where }
outputPorts: [{ name: people, version: 1.0.0, contractId: staff-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: staff-contract
version: 1.0.0
servers: [{ server: ${connection}, type: custom }]
schema:
  - name: people
    physicalName: public.people
    properties:${properties}
`

export type DeliveringSource = {
  source: SourceDatabase
  connection: string
  /** Asks for the port, to be delivered in the source, and approves it; answers the grant's id. */
  granted: (who: Actor, purpose?: Purpose) => Promise<string>
}

/** A database of somebody else's that takes grants: three people, whose salaries nobody is given, and a table beside them. */
export async function deliveringSource(tenant: Tenant, name: string, holding = plain): Promise<DeliveringSource> {
  const server = process.env.STOA_OWNER_DATABASE_URL ?? ''
  process.env.STOA_DEMO_SOURCE = new URL(server).host
  rereadEnv()
  const source = await sourceDatabase(server, name)
  await source.asSuperuser(`alter role "${name}" createrole; revoke connect on database "${name}" from public`)
  await source.sql(`${holding.sql}
    create table plans (id int primary key, words text);
    insert into plans values (1, 'nobody may know')`)
  const { publisher, domain, owner } = tenant
  const settings = { kind: 'postgres', name: `${name}-source`, domain: domain.slug, secrets: source.secrets }
  const config = { ...source.config, schemas: ['public'], delivery: 'source' }
  const connection = await ingestion.createConnection(publisher, domain.id, { ...settings, config })
  const run = await ingestion.requestSync(publisher, connection, { assets: ['public.people'] })
  while (!(await ingestion.advanceRun(tenant.scope, run)).ended);
  const { state, error } = await ingestion.getRun(tenant.scope, run)
  if (state !== 'succeeded') throw new Error(`the source was not copied (${state}): ${error}`)
  const written = product.readDocuments({ yaml: documents(settings.name, holding.properties) })
  await product.save(publisher, { slug: 'staff', written })
  await product.publish(publisher, { slug: 'staff' })
  const granted = async (who: Actor, purpose: Purpose = 'analytics') => {
    const ask = { product: 'staff', port: 'people', purpose, duration: 'P30D', delivery: 'source' } as const
    const { id } = await access.request(who, ask)
    const decided = await access.decide(owner, { id, decision: 'approve', policyVersion: 'test' })
    return decided.grant ?? ''
  }
  return { source, connection, granted }
}
