import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { restCall } from '@/scripts/test/rest-call'
import * as catalog from '@/server/catalog'
import * as ingestion from '@/server/ingestion'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { type Tenant, twoTenants } from './two-tenants'

export const who = ['owner', 'publisher', 'steward', 'auditor', 'member'] as const
export type Who = (typeof who)[number]

const yaml = (slug: string, tags: string) => `apiVersion: v1.0.0
kind: DataProduct
id: ${slug}
status: draft
name: ${slug} of the house
version: 1.0.0
domain: sales
tags: [${tags}]
description: { purpose: test }
outputPorts: [{ name: all, version: 1.0.0, contractId: ${slug}-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: ${slug}-contract
version: 1.0.0
servers: [{ server: shop-files, type: custom }]
schema:
  - name: people
    physicalName: people.csv
    properties:
      - { name: nr, physicalName: id }
      - { name: mail, classification: confidential }
      - { name: country }
      - { name: pay, classification: restricted }
      - { name: born }
`
/** The rows of people, as written in their file. */
export const rows = [
  '1,ann@example.org,DE,1234,1990-05-17',
  '2,bo@example.org,FR,5678,1991-06-18',
  '3,cy@example.org,,42,1992-07-19',
  '4,dee@example.org,DE,99,1993-08-20',
]

/** What policies call reading. */
export const reads = 'action in [Action::"preview", Action::"query"]'
export const german = `@id("germans only") forbid (principal, ${reads}, resource is Rows::people::all)
  unless { principal.role == "publisher" || (resource has country && resource.country == "DE") };`

/** An organisation that publishes four people, two of whose columns are classified, twice; its policies are the test's to write. */
export class GovernedPeople {
  private readonly tokens = new Map<Who, string>()

  private constructor(readonly a: Tenant) {}

  static async make(folder: string): Promise<GovernedPeople> {
    const root = path.join(process.env.STOA_DATA_DIR!, folder)
    process.env.STOA_FILES_ROOT = path.join(root, '{org}')
    rereadEnv()
    const { a } = await twoTenants()
    mkdirSync(path.join(root, a.org.slug), { recursive: true })
    writeFileSync(path.join(root, a.org.slug, 'people.csv'), `id,mail,country,pay,born\n${rows.join('\n')}\n`)
    const made = { kind: 'files', name: 'shop-files', domain: 'sales', config: { path: '*.csv' } }
    const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
    const run = await ingestion.requestSync(a.publisher, connection, { assets: ['people.csv'] })
    for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
    for (const [slug, tags] of [
      ['people', 'staff'],
      ['secrets', 'secret'],
    ] as const) {
      await product.save(a.publisher, { slug, written: product.readDocuments({ yaml: yaml(slug, tags) }) })
      await product.publish(a.publisher, { slug })
      const { id } = (await product.resource(a.scope, slug))!
      await catalog.indexEntry(a.scope, id, () => product.describe(a.scope, id))
    }
    const people = new GovernedPeople(a)
    const ask = { product: 'people', port: 'all', purpose: 'analytics', duration: 'P30D' }
    await people.agreed((await people.call('member', 'POST', '/access-requests', ask)).body.id)
    return people
  }

  async call(as: Who, method: string, route: string, body?: unknown) {
    if (!this.tokens.has(as)) this.tokens.set(as, (await tenancy.createToken(this.a[as], { name: 'test' })).token)
    const { status, headers, text } = await restCall(method, route, { token: this.tokens.get(as)!, body })
    const json = headers.get('content-type')?.startsWith('application/json')
    return { status, text, body: json ? JSON.parse(text) : null }
  }

  query(as: Who, sql: string) {
    return this.call(as, 'POST', '/query', { sql, format: 'json' })
  }

  async seen(as: Who, columns = '*') {
    return (await this.query(as, `select ${columns} from "people"."all" order by nr`)).body.rows
  }

  async govern(text: string) {
    const { status, text: said } = await this.call('owner', 'PUT', '/policies', { text })
    expect([status, status === 200 ? '' : said]).toEqual([200, ''])
  }

  /** Restricted columns need all three. */
  async agreed(request: string) {
    const said = []
    for (const by of ['publisher', 'steward', 'owner'] as const)
      said.push(
        (await this.call(by, 'POST', `/access-requests/${request}/decision`, { decision: 'approve' })).body.state,
      )
    expect(said.at(-1)).toBe('approved')
  }
}
