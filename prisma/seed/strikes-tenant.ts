import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { restCall } from '@/scripts/test/rest-call'
import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { copyWhole } from './copy-whole'
import { twoTenants } from './two-tenants'

/** A product whose port promises fewer than four rows, as a warning, so that it moves to more and breaks its word. */
export const strikes = `apiVersion: v1.0.0
kind: DataProduct
id: strikes
status: draft
name: Bird strikes
version: 1.0.0
domain: sales
description: { purpose: Strikes that airports reported }
outputPorts: [{ name: all, version: 1.0.0, contractId: strikes }]
---
apiVersion: v3.2.0
kind: DataContract
id: strikes
version: 1.0.0
servers: [{ server: strike-files, type: custom }]
schema:
  - name: strikes
    physicalName: strikes.csv
    properties:
      - { name: number, physicalName: 'no', logicalType: integer, required: true }
      - { name: airport, logicalType: string }
    quality: [{ metric: rowCount, mustBeLessThan: 4, severity: warning, name: Few strikes }]
`
const lines = (count: number) => ['no,airport', ...Array.from({ length: count }, (_, n) => `${n + 1},CHS`)]

/** That product over a real file of three rows, watched, and held by the member; calls go through the REST door. */
export async function strikesTenant(folder: string) {
  const root = path.join(process.env.STOA_DATA_DIR!, folder)
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const { a, b } = await twoTenants()
  const tokens = new Map<string, string>()
  for (const who of ['owner', 'publisher', 'member', 'auditor', 'steward'] as const)
    tokens.set(who, (await tenancy.createToken(a[who], { name: 'test' })).token)
  tokens.set('other', (await tenancy.createToken(b.owner, { name: 'test' })).token)
  const rest = async (who: string, method: string, route: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await restCall(method, route, { token: tokens.get(who), body, headers })
    return { status: answer.status, body: JSON.parse(answer.text) }
  }
  const copy = async (connection: string, count: number) => {
    mkdirSync(path.join(root, a.org.slug), { recursive: true })
    writeFileSync(path.join(root, a.org.slug, 'strikes.csv'), `${lines(count).join('\n')}\n`)
    await copyWhole(a.publisher, connection, ['strikes.csv'])
  }
  const made = { kind: 'files', name: 'strike-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  await copy(connection, 3)
  await product.save(a.publisher, { slug: 'strikes', written: product.readDocuments({ yaml: strikes }) })
  await product.publish(a.publisher, { slug: 'strikes' })
  const ask = { product: 'strikes', port: 'all', purpose: 'analytics', duration: 'P30D' }
  const request = (await rest('member', 'POST', '/access-requests', ask)).body
  await rest('publisher', 'POST', `/access-requests/${request.id}/decision`, { decision: 'approve' })
  await observe.watchProduct(a.scope, 'strikes')
  /** Copies so many rows, and moves and watches what shows them. */
  const sync = async (count: number) => {
    await copy(connection, count)
    await product.advancePorts(a.scope)
    await observe.watchProduct(a.scope, 'strikes')
  }
  return { a, rest, sync }
}
export type StrikesTenant = Awaited<ReturnType<typeof strikesTenant>>
