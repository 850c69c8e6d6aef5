import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'

let a: Tenant
let b: Tenant
const root = () => path.join(process.env.STOA_DATA_DIR!, 'access-files')

const yaml = (version: string, columns: string[]) => `apiVersion: v1.0.0
kind: DataProduct
id: bird-strikes
status: draft
name: Bird strikes
version: ${version}
domain: sales
description: { purpose: Strikes reported by airports }
outputPorts: [{ name: strikes, version: ${version}, contractId: strikes-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: strikes-contract
version: ${version}
servers: [{ server: strike-files, type: custom }]
schema:
  - name: strikes
    physicalName: strikes.csv
    properties:
${columns.map((name) => `      - { name: ${name}, logicalType: string }`).join('\n')}
`
async function publish(version: string, columns: string[]) {
  const written = product.readDocuments({ yaml: yaml(version, columns) })
  await product.save(a.publisher, { slug: 'bird-strikes', written })
  await product.publish(a.publisher, { slug: 'bird-strikes' })
}
const ask = { product: 'bird-strikes', port: 'strikes', purpose: 'analytics', duration: 'P90D' } as const
const decide = (by: Actor, id: string, decision: 'approve' | 'reject' = 'approve', note?: string) =>
  access.decide(by, { id, decision, note, policyVersion: 'roles-1' })
const held = (of: Actor) => access.heldPorts(of.scope, of.principal.id)
const code = (expected: string) => expect.objectContaining({ code: expected })

beforeAll(async () => {
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  mkdirSync(path.join(root(), a.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'strikes.csv'), 'airport,cost,pilot\nCHS,low,x\n')
  const made = { kind: 'files', name: 'strike-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['strikes.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  await publish('1.0.0', ['airport', 'cost'])
})
afterAll(closeDatabase)

describe('asking', () => {
  it('tells the owner, waits for one decision, and is asked once', async () => {
    const asked = await access.request(a.member, { ...ask, reason: 'Rates per airport' })
    expect(asked).toMatchObject({ state: 'submitted', steps: [{ role: 'owner', state: 'waiting' }], duration: 'P90D' })
    await expect(access.request(a.member, ask)).rejects.toEqual(code('conflict'))
    const told = await notify.list(a.scope, a.owner.principal.id, { limit: 10 })
    expect(told.items[0]).toMatchObject({ kind: 'access/request.submitted', link: `/inbox?id=${asked.id}` })
    expect(
      (await access.accessState(a.scope, a.member.principal, [await productId()])).get(await productId()),
    ).toMatchObject({
      state: 'asked',
    })
    expect((await access.withdraw(a.member, asked.id)).state).toBe('withdrawn')
    expect((await access.withdraw(a.member, asked.id)).state).toBe('withdrawn')
    await expect(decide(a.owner, asked.id)).rejects.toEqual(code('conflict'))
  })

  it.each([
    ['a port that is not there', { port: 'nothing' }],
    ['no purpose of the list', { purpose: 'fun' }],
    ['a nonsense duration', { duration: 'three months' }],
    ['more than two years', { duration: 'P3Y' }],
    ['a column without its object', { columns: ['cost'] }],
    ['a column that is not there', { columns: ['strikes.nothing'] }],
    ['a field that nobody knows', { colour: 'red' }],
  ])('is refused for %s', async (_, wrong) => {
    await expect(access.request(a.member, { ...ask, ...wrong } as never)).rejects.toThrow()
  })

  it('answers as soon as a waiting reader may know', async () => {
    const asked = await access.request(a.member, { ...ask, purpose: 'research' })
    const began = performance.now()
    const [seen] = await Promise.all([
      access.getRequest(a.scope, asked.id, { wait: 20 }),
      new Promise((done) => setTimeout(done, 300)).then(() => decide(a.owner, asked.id, 'reject', 'Ask for less')),
    ])
    expect(seen).toMatchObject({ state: 'rejected', note: 'Ask for less' })
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

const productId = async () => (await product.resource(a.scope, 'bird-strikes'))?.id ?? ''

describe('deciding', () => {
  it('is not for the one who asks, whoever they are', async () => {
    const asked = await access.request(a.owner, ask)
    await expect(decide(a.owner, asked.id)).rejects.toEqual(code('forbidden'))
    expect((await decide(a.steward, asked.id, 'reject')).state).toBe('rejected')
    expect((await decide(a.publisher, asked.id, 'reject')).state).toBe('rejected')
    await expect(decide(a.publisher, asked.id, 'approve')).rejects.toEqual(code('conflict'))
  })

  it('of many at once gives one outcome and one grant', async () => {
    const asked = await access.request(a.member, ask)
    const deciders = [a.owner, a.steward, a.publisher, a.owner, a.steward, a.publisher]
    const outcomes = await Promise.allSettled(
      deciders.map((who, at) => decide(who, asked.id, at % 2 === 0 ? 'approve' : 'reject')),
    )
    const { state, history, grant } = await access.getRequest(a.scope, asked.id)
    const told = outcomes.flatMap((one) => (one.status === 'fulfilled' ? one.value.state : []))
    expect(new Set(told)).toEqual(new Set([state]))
    expect(told).toHaveLength(3)
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toEqual(code('conflict'))
    expect(history.map((moment) => moment.state)).toEqual(['submitted', state])
    if (grant) await access.revoke(a.member, { id: grant })
  })

  it('shows the other organisation nothing', async () => {
    const asked = await access.request(a.member, ask)
    await expect(access.getRequest(b.scope, asked.id)).rejects.toEqual(code('not_found'))
    await expect(decide(b.owner, asked.id)).rejects.toEqual(code('not_found'))
    await expect(access.request(b.member, ask)).rejects.toEqual(code('not_found'))
    expect(await access.resource(b.scope, 'request', asked.id)).toBeNull()
    expect((await access.listRequests(b.scope, { limit: 50 })).items).toEqual([])
    await access.withdraw(a.member, asked.id)
  })
})

describe('a grant', () => {
  let grant: string
  beforeEach(async () => {
    grant = (await decide(a.owner, (await access.request(a.member, ask)).id)).grant!
  })
  afterEach(async () => {
    vi.useRealTimers()
    await access.revoke(a.member, { id: grant }).catch(() => undefined)
  })

  it('records what it was given under, and holds the port', async () => {
    const found = await access.getGrant(a.scope, grant)
    expect(found).toMatchObject({
      state: 'active',
      productVersion: '1.0.0',
      contractVersion: '1.0.0',
      policyVersion: 'roles-1',
      objects: [{ name: 'strikes', columns: ['airport', 'cost'] }],
      proofs: [],
    })
    expect(found.history.map(({ state }) => state)).toEqual(['pending', 'active'])
    expect(await held(a.member)).toMatchObject([{ grantId: grant, portName: 'strikes', productSlug: 'bird-strikes' }])
    expect(await held(a.auditor)).toEqual([])
    await expect(access.getGrant(b.scope, grant)).rejects.toEqual(code('not_found'))
    await expect(access.revoke(b.owner, { id: grant, note: 'mine' })).rejects.toEqual(code('not_found'))
    expect((await access.listGrants(b.scope, { limit: 50 })).items).toEqual([])
    expect(await access.liveGrant(b.scope, grant)).toEqual({ live: false, reason: 'There is no such grant.' })
  })

  it('follows its major version, and never shows a column that came later', async () => {
    await publish('1.1.0', ['airport', 'cost', 'pilot'])
    const [port] = await held(a.member)
    expect(port?.productVersion).toBe('1.1.0')
    expect(port?.objects[0]?.columns.map(({ name }) => name)).toEqual(['airport', 'cost'])
  })

  it('ends at its end, with no job running, and is labelled later', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90 * 86_400_000 + 1_000 })
    expect(await held(a.member)).toEqual([])
    expect(await access.liveGrant(a.scope, grant)).toMatchObject({
      live: false,
      reason: expect.stringContaining('ended'),
    })
    expect(await access.getGrant(a.scope, grant)).toMatchObject({ state: 'ended', endedAs: 'expired', endedBy: null })
    await expect(access.revoke(a.owner, { id: grant, note: 'late' })).rejects.toEqual(code('conflict'))
    await expect(access.narrowGrant(a.owner, { id: grant, terms: {}, note: 'late' })).rejects.toEqual(code('conflict'))
    expect(await access.endDueGrants(b.scope)).toBe(0)
    expect(await access.endDueGrants(a.scope)).toBe(1)
    expect(await access.endDueGrants(a.scope)).toBe(0)
    await expect(access.revoke(a.owner, { id: grant, note: 'late' })).rejects.toEqual(code('conflict'))
  })

  it('is revoked with a reason, at once, and once', async () => {
    await expect(access.revoke(a.owner, { id: grant })).rejects.toEqual(code('invalid'))
    const ended = await access.revoke(a.owner, { id: grant, note: 'Project is over' })
    expect(ended).toMatchObject({ state: 'ended', endedAs: 'revoked', endNote: 'Project is over' })
    expect(await held(a.member)).toEqual([])
    expect(await access.liveGrant(a.scope, grant)).toMatchObject({ reason: expect.stringContaining('Project is over') })
    expect(await access.revoke(a.owner, { id: grant, note: 'again' })).toMatchObject({ endNote: 'Project is over' })
    const told = await notify.list(a.scope, a.member.principal.id, { limit: 50 })
    expect(told.items.filter(({ body }) => body === 'Project is over')).toMatchObject([{ kind: 'access/grant.ended' }])
    const { items } = await audit.list(a.scope, { action: 'access.revoked' }, { limit: 1 })
    expect(items[0]?.resource.id).toBe(grant)
  })

  it('gives way to a newer one for the same purpose, and stands beside one for another', async () => {
    const newer = (await decide(a.owner, (await access.request(a.member, { ...ask, duration: 'P1Y' })).id)).grant!
    expect(await access.getGrant(a.scope, grant)).toMatchObject({ state: 'ended', endedAs: 'superseded' })
    const other = (await decide(a.owner, (await access.request(a.member, { ...ask, purpose: 'operations' })).id)).grant!
    expect((await held(a.member)).map(({ grantId }) => grantId).sort()).toEqual([newer, other].sort())
    await access.revoke(a.member, { id: newer })
    await access.revoke(a.member, { id: other })
  })
})

it('holds nothing of a product that is retired', async () => {
  const { grant } = await decide(a.owner, (await access.request(a.member, ask)).id)
  expect((await held(a.member)).map(({ grantId }) => grantId)).toEqual([grant])
  await product.retire(a.publisher, { slug: 'bird-strikes', note: 'It is over.' })
  expect(await held(a.member)).toEqual([])
})

it('pages through requests without skipping or repeating', async () => {
  const all = await access.listRequests(a.scope, { limit: 200 })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await access.listRequests(a.scope, { limit: 2, cursor })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(all.items.map(({ id }) => id))
  await expect(access.listRequests(a.scope, { limit: 2, cursor: 'bm90' })).rejects.toEqual(code('invalid'))
})
