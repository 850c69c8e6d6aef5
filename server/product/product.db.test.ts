import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as ingestion from '@/server/ingestion'
import { withOrg } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { AppError } from '@/server/platform/errors'
import * as product from '@/server/product'

let a: Tenant
let b: Tenant
let connection: string
const root = () => path.join(process.env.STOA_DATA_DIR!, 'product-files')

/** A new copy of the strikes file, by the real ingestion. */
async function sync(tenant: Tenant, lines: string[], id = connection) {
  const folder = path.join(root(), tenant.org.slug)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'strikes.csv'), `${lines.join('\n')}\n`)
  const run = await ingestion.requestSync(tenant.publisher, id, { assets: ['strikes.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(tenant.scope, run, 300)).ended) break
  const done = await ingestion.getRun(tenant.scope, run)
  if (done.state === 'held') await ingestion.acceptRun(tenant.publisher, run)
  const asset = await ingestion.getAssetByRef(tenant.scope, { connectionName: 'strike-files', ref: 'strikes.csv' })
  return asset!
}

const rows = ['no,airport,damage,cost', '1,CHS,N,0', '2,LIH,M,100', '3,CHS,B,5', '4,LIH,N,0', '4,LIH,N,0']

type Shape = { version?: string; quality?: string; damage?: string; required?: string; extra?: string }
const yaml = ({ version = '1.0.0', quality = '', damage = '', required = 'true', extra = '' }: Shape = {}) => `# by hand
apiVersion: v1.0.0
kind: DataProduct
id: bird-strikes # kept
status: draft
name: Bird strikes
version: ${version}
domain: sales
description:
  purpose: Strikes reported by airports
tags: [safety]
outputPorts:
  - name: strikes
    version: 1.0.0
    contractId: strikes-contract
customProperties:
  - property: mine
    value: {deep: [1, 2]} # unknown to everyone
---
apiVersion: v3.2.0
kind: DataContract
id: strikes-contract
version: 1.0.0
servers:
  - server: strike-files
    type: custom
context:
  instructions: Military strikes have no departures.
schema:
  - name: strikes
    physicalName: strikes.csv
    properties:
      - name: number
        physicalName: 'no'
        logicalType: integer
        required: ${required}
      - name: airport
        logicalType: string
        classification: internal
      - name: damage
        logicalType: string
${damage}
      - name: cost
        logicalType: integer
${extra}
    quality:
      - metric: rowCount
        mustBeGreaterThan: 0
${quality}
`
const repeated = `      - metric: duplicateValues
        mustBe: 0
        customProperties: [{ property: onFailure, value: setAside }]`

const save = (text: string, more: { ifMatch?: string; dryRun?: boolean } = {}, tenant = a) =>
  product.save(tenant.publisher, { slug: 'bird-strikes', written: product.readDocuments({ yaml: text }), ...more })
const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw error ?? new Error('it was not refused')
  return { code: error.code, message: error.message, paths: error.details?.map((detail) => detail.path) ?? [] }
}
beforeAll(async () => {
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  for (const tenant of [a, b]) mkdirSync(path.join(root(), tenant.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'strikes.csv'), `${rows.join('\n')}\n`)
  connection = await ingestion.createConnection(a.publisher, a.domain.id, {
    kind: 'files',
    name: 'strike-files',
    domain: 'sales',
    config: { path: '*.csv' },
  })
  await sync(a, rows)
}, 120_000)

describe('a product, from documents to rows', () => {
  it('refuses documents with every path, and binds nothing of another organisation', async () => {
    const bad = yaml().replace('physicalName: strikes.csv', 'physicalName: gone.csv')
    expect(await refused(save(bad))).toMatchObject({ code: 'invalid', paths: ['contracts.0.schema.0.physicalName'] })
    expect(await refused(save(yaml().replace('server: strike-files', 'server: nothing')))).toMatchObject({
      paths: ['contracts.0.servers.0.server'],
    })
    expect(await refused(save(yaml().replace('domain: sales', 'domain: space')))).toMatchObject({
      paths: ['product.domain'],
    })
    expect(await refused(save(yaml(), {}, b))).toMatchObject({
      code: 'invalid',
      paths: ['contracts.0.servers.0.server'],
    })
    expect(() =>
      product.readDocuments({ yaml: yaml().replace('kind: DataContract', 'kind: DataContract\nsurprise: 1') }),
    ).toThrow(/contracts.0.surprise/)
  })

  it('saves a draft once, and only over what its writer has read', async () => {
    const dry = await save(yaml(), { dryRun: true })
    expect(dry).toMatchObject({ created: true, dryRun: true, version: '1.0.0' })
    expect(await product.resource(a.scope, 'bird-strikes')).toBeNull()
    const first = await save(yaml())
    expect(first).toMatchObject({
      created: true,
      status: 'draft',
      ports: [{ name: 'strikes', version: '1.0.0' }],
      changes: [],
    })
    expect(await save(yaml(), { ifMatch: `"${first.etag}"` })).toMatchObject({ created: false, etag: first.etag })
    expect(await refused(save(yaml(), { ifMatch: '"other"' }))).toMatchObject({ code: 'conflict' })
    const { text } = await product.getDocument(a.scope, { slug: 'bird-strikes', withDraft: true, part: 'stream' })
    expect(text).toBe(yaml())
    expect(await refused(product.get(a.scope, { slug: 'bird-strikes' }))).toMatchObject({ code: 'not_found' })
    expect(await product.resource(b.scope, 'bird-strikes')).toBeNull()
  })

  it('publishes only what holds, and says what does not', async () => {
    await save(yaml({ damage: '        enum: [{ value: N }, { value: M }]' }))
    const failed = await refused(product.publish(a.publisher, { slug: 'bird-strikes' }))
    expect(failed).toMatchObject({ code: 'conflict', paths: ['contracts.0.schema.0.properties.2.enum'] })
    const warns = `      - metric: invalidValues
        arguments: { properties: [damage], validValues: [N, M] }
        mustBe: 0
        severity: warning`
    await save(yaml({ quality: `${repeated}\n${warns}` }))
    const plan = await product.planPublication(a.scope, 'bird-strikes')
    expect(plan.ports[0]?.checks.map((check) => check.rule)).toEqual([
      'type',
      'required',
      'type',
      'type',
      'type',
      'rowCount',
      'duplicateValues',
      'invalidValues',
    ])
    const { checks, version } = await product.publish(a.publisher, { slug: 'bird-strikes', note: 'first' })
    expect(version).toBe('1.0.0')
    const by = (rule: string) => checks.find((check) => check.rule === rule)
    expect(by('rowCount')).toMatchObject({ ok: true, measured: 4 })
    expect(by('duplicateValues')).toMatchObject({ ok: true, measured: 0, setAside: 1, blocking: false })
    expect(by('invalidValues')).toMatchObject({ ok: false, measured: 1, blocking: false })
    const shown = await product.get(a.scope, { slug: 'bird-strikes' })
    expect(shown).toMatchObject({ status: 'published', promise: { state: 'warned', failing: 1 } })
    expect(shown.ports[0]?.objects[0]?.pointer).toMatchObject({ rows: 4, setAside: 1, held: null })
    const port = await product.findPort(a.scope, { productId: shown.id, port: 'strikes' })
    const told = { name: 'number', physical: 'no', type: 'BIGINT', logicalType: 'integer' }
    expect(port?.objects[0]?.columns[0]).toEqual({ ...told, businessName: null, classification: null, key: false })
    const aside = await product.listSetAside(a.scope, {
      productId: shown.id,
      port: 'strikes',
      object: 'strikes',
      limit: 10,
    })
    expect(aside).toMatchObject({ rowCount: 1, total: 1 })
    expect(aside.rows[0]?.[1]).toBe('LIH')
  })

  it('gives back what came in with what publishing added, and takes that as no change', async () => {
    const { text } = await product.getDocument(a.scope, { slug: 'bird-strikes', part: 'stream' })
    expect(text).toContain('# by hand')
    expect(text).toContain('value: {deep: [1, 2]} # unknown to everyone')
    expect(text).toContain('- property: publishedAt')
    expect(await save(text)).toMatchObject({ status: 'published', version: '1.0.0', changes: [] })
    expect(await refused(product.publish(a.publisher, { slug: 'bird-strikes' }))).toMatchObject({ code: 'conflict' })
  })

  it('never changes what was published', async () => {
    const attempt = withOrg(a.scope, (tx) =>
      tx.productVersion.updateMany({ where: { state: 'published' }, data: { odps: 'x' } }),
    )
    await expect(attempt).rejects.toThrow()
    await expect(
      withOrg(a.scope, (tx) => tx.productVersion.deleteMany({ where: { state: 'published' } })),
    ).rejects.toThrow()
    const back = withOrg(a.scope, (tx) =>
      tx.productVersion.updateMany({ where: { state: 'published' }, data: { state: 'draft' } }),
    )
    await expect(back).rejects.toThrow()
    expect(await product.get(a.scope, { slug: 'bird-strikes' })).toMatchObject({
      status: 'published',
      title: 'Bird strikes',
    })
  })

  it('asks for the version that a change needs', async () => {
    const saved = await save(yaml({ required: 'false', quality: repeated, version: '1.1.0' }))
    expect(saved).toMatchObject({ status: 'draft', leastVersion: '2.0.0' })
    expect(saved.changes.filter((change) => change.breaking).map((change) => change.text)).toEqual([
      'strikes.strikes.number is no longer required',
    ])
    const failed = await refused(product.publish(a.publisher, { slug: 'bird-strikes' }))
    expect(failed).toMatchObject({ code: 'conflict', paths: expect.arrayContaining(['product.version']) })
    expect(failed.message).toContain('2.0.0')
    await save(yaml({ required: 'false', quality: repeated, version: '2.0.0' }))
    expect(await product.publish(a.publisher, { slug: 'bird-strikes' })).toMatchObject({ version: '2.0.0' })
    const { id } = await product.get(a.scope, { slug: 'bird-strikes' })
    expect(await product.findPort(a.scope, { productId: id, port: 'strikes', major: 1 })).toMatchObject({
      version: '1.0.0',
    })
    expect(await product.findPort(a.scope, { productId: id, port: 'strikes' })).toMatchObject({ version: '2.0.0' })
  })

  it('moves ports to new rows while their promises hold, and else says why they stay', async () => {
    const { id } = await product.get(a.scope, { slug: 'bird-strikes' })
    const pointer = async (major: number) => {
      const found = await product.get(a.scope, { slug: 'bird-strikes', version: `${major}.0.0` })
      return found.ports[0]!.objects[0]!.pointer!
    }
    const asset = await sync(a, [...rows, '5,BOS,M,9'])
    const both = [product.advancePorts(a.scope, { asset: asset.id }), product.advancePorts(a.scope)]
    expect((await Promise.all(both)).reduce((sum, { moved }) => sum + moved, 0)).toBe(2)
    await sync(a, [...rows, ',BOS,M,9'])
    expect(await product.advancePorts(a.scope, { asset: asset.id })).toEqual({ moved: 1, held: 1 })
    const [kept, moved] = [await pointer(1), await pointer(2)]
    expect(kept).toMatchObject({ rows: 5, held: { why: expect.stringContaining('number is never empty') } })
    expect(moved.held).toBeNull()
    expect(await product.advancePorts(a.scope, { asset: asset.id })).toEqual({ moved: 0, held: 0 })
    expect((await product.describe(a.scope, id))?.promise).toMatchObject({ state: 'kept' })
    expect(await product.listReferencedSnapshots(a.scope)).toContain(moved.snapshotId)
    await sync(a, [...rows, '6,BOS,M,9'])
    await product.advancePorts(a.scope, { asset: asset.id })
    expect((await pointer(1)).held).toBeNull()
  })

  it('runs an author’s SQL behind the walls', async () => {
    const rule = (query: string) => `      - type: sql\n        query: ${query}\n        mustBe: 0`
    for (const query of [
      "select count(*) from read_text('/etc/passwd')",
      'select 1, 2',
      'drop table strikes',
      'select count(*) from nothing',
    ]) {
      await save(yaml({ version: '3.0.0', quality: rule(query) }))
      const answer = await product.previewChecks(a.scope, { slug: 'bird-strikes', port: 'strikes' })
      expect(answer.checks.find((check) => check.rule === 'sql')).toMatchObject({
        ok: false,
        measured: null,
        detail: expect.any(String),
      })
      expect(answer.held).toBe(false)
    }
    await save(
      yaml({ version: '3.0.0', quality: rule('select count(*) from $'.concat('{object} where damage is null')) }),
    )
    expect((await product.previewChecks(a.scope, { slug: 'bird-strikes', port: 'strikes' })).held).toBe(true)
  })

  it('ends what it published, by steps', async () => {
    const ask = { slug: 'bird-strikes', note: 'a better one is coming', endsAt: '2027-01-01T00:00:00Z' }
    expect((await product.deprecate(a.publisher, ask)).status).toBe('deprecated')
    const { id } = await product.get(a.scope, { slug: 'bird-strikes' })
    expect((await product.findPort(a.scope, { productId: id, port: 'strikes' }))?.state).toBe('deprecated')
    const retired = await product.retire(a.publisher, { slug: 'bird-strikes', note: 'over' })
    expect(retired.status).toBe('retired')
    expect(await product.findPort(a.scope, { productId: id, port: 'strikes' })).toBeNull()
    expect(await refused(product.retire(a.publisher, { slug: 'bird-strikes', note: 'again' }))).toMatchObject({
      code: 'conflict',
    })
    const listed = await product.list(a.scope, { sees: () => true, limit: 10 })
    expect(listed.items.map((item) => [item.slug, item.status])).toEqual([['bird-strikes', 'retired']])
  })
})
