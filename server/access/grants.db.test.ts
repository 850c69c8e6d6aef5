import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import { listDormant } from '@/server/api/dormant'
import * as ingestion from '@/server/ingestion'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'

/** The later life of a grant: emergencies, renewals, warnings, narrowing, and rights that nobody uses. */

let a: Tenant
let b: Tenant
const root = () => path.join(process.env.STOA_DATA_DIR!, 'grants-files')
const yaml = `apiVersion: v1.0.0
kind: DataProduct
id: visits
status: draft
name: Visits
version: 1.0.0
domain: sales
outputPorts: [{ name: rows, version: 1.0.0, contractId: c }]
---
apiVersion: v3.2.0
kind: DataContract
id: c
version: 1.0.0
servers: [{ server: visit-files, type: custom }]
schema:
  - name: visits
    physicalName: visits.csv
    properties:
      - { name: id, logicalType: integer }
      - { name: ward, logicalType: string, classification: restricted }
`
const code = (expected: string) => expect.objectContaining({ code: expected })
const ask = { product: 'visits', port: 'rows', purpose: 'analytics', duration: 'P30D', columns: ['visits.id'] } as const
const emergency = { product: 'visits', port: 'rows', purpose: 'operations', reason: 'The ward is full.' } as const
const told = async (who: Actor) => (await notify.list(who.scope, who.principal.id, { limit: 5 })).items
const days = (n: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + n * 86_400_000 })
const read = async (who: Actor, sql = 'select count(*) from "visits"."rows"') =>
  (await serve.answer(who, await serve.plan(who, { sql, format: 'json' }))).rows
const granted = async (more: object = {}) => {
  const { id } = await access.request(a.member, { ...ask, columns: [...ask.columns], ...more })
  return (await access.decide(a.publisher, { id, decision: 'approve', policyVersion: 'roles-1' })).grant!
}

beforeAll(async () => {
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  mkdirSync(path.join(root(), a.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'visits.csv'), 'id,ward\n1,north\n2,south\n3,north\n')
  const made = { kind: 'files', name: 'visit-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['visits.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  await product.save(a.publisher, { slug: 'visits', written: product.readDocuments({ yaml }) })
  await product.publish(a.publisher, { slug: 'visits' })
})
afterEach(async () => {
  vi.useRealTimers()
  const open = await access.listRequests(a.scope, { states: ['submitted', 'info_needed'], limit: 200 })
  for (const { id, principal } of open.items) await access.withdraw(await a.actorOf(principal), id)
  const grants = await access.listGrants(a.scope, { live: true, limit: 200 })
  for (const { id } of grants.items) await access.revoke(a.owner, { id, note: 'The test is over.' })
})
afterAll(closeDatabase)

describe('an emergency', () => {
  const take = (who: Actor, more: object = {}) => access.breakGlass(who, { ...emergency, duration: 'PT4H', ...more })

  it.each([
    ['who policy does not name', () => a.member, {}, 'forbidden'],
    ['more than four hours', () => a.steward, { duration: 'PT5H' }, 'invalid'],
    ['a day in other words', () => a.steward, { duration: 'P1D' }, 'invalid'],
    ['the other organisation', () => b.steward, {}, 'not_found'],
  ])('is not for %s', async (_, who, more, expected) => {
    await expect(take(who(), more)).rejects.toEqual(code(expected))
  })

  it('gives access at once, tells those skipped, and is reviewed before the next', async () => {
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => take(a.steward)))
    const taken = all.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    expect(taken).toHaveLength(1)
    const [one] = taken
    expect(one).toMatchObject({ state: 'approved', breakGlass: { review: null }, reason: emergency.reason })
    expect(one!.steps.map(({ role, state }) => `${role}:${state}`)).toEqual([
      'owner:skipped',
      'steward:skipped',
      'second:skipped',
    ])
    expect(await read(a.steward)).toEqual([['3']])
    for (const who of [a.publisher, a.owner])
      expect((await told(who))[0]).toMatchObject({ kind: 'access/glass.broken', body: emergency.reason })
    // Not even for what is not held yet.
    await expect(take(a.steward, { purpose: 'research' })).rejects.toThrow(/waits for its review/)
    const review = (who: Actor, verdict: 'justified' | 'not_justified', note?: string) =>
      access.reviewEmergency(who, { id: one!.id, verdict, note })
    await expect(review(a.steward, 'justified')).rejects.toEqual(code('forbidden'))
    await expect(review(a.member, 'justified')).rejects.toEqual(code('forbidden'))
    await expect(review(b.owner, 'justified')).rejects.toEqual(code('not_found'))
    await expect(review(a.publisher, 'not_justified')).rejects.toEqual(code('invalid'))
    const reviewed = await review(a.publisher, 'not_justified', 'The ward was empty.')
    expect(reviewed.breakGlass?.review).toMatchObject({ verdict: 'not_justified', byName: 'publisher' })
    await expect(review(a.owner, 'justified')).rejects.toEqual(code('conflict'))
    await expect(read(a.steward)).rejects.toEqual(code('forbidden'))
    expect((await take(a.steward)).state).toBe('approved')
  })

  it('is all that is reviewed as one', async () => {
    const { id } = await access.request(a.member, { ...ask, columns: [...ask.columns] })
    const review = access.reviewEmergency(a.publisher, { id, verdict: 'justified' })
    await expect(review).rejects.toEqual(code('conflict'))
    expect((await access.getRequest(a.scope, id)).history).toHaveLength(1)
  })

  it('stands beside what is asked for and held of the same port, and takes nothing from it', async () => {
    const { items: last } = await access.listRequests(a.scope, { unreviewed: true, limit: 5 })
    for (const { id } of last) await access.reviewEmergency(a.owner, { id, verdict: 'justified' })
    const wards = 'select count(ward) from "visits"."rows"'
    const steward = async (more: object) => {
      const asked = { ...ask, columns: [...ask.columns], purpose: emergency.purpose, ...more }
      return (await access.request(a.steward, asked)).id
    }
    const approve = async (id: string) =>
      (await access.decide(a.publisher, { id, decision: 'approve', policyVersion: 'roles-1' })).grant!
    const waits = await steward({})
    const { id } = await take(a.steward)
    expect((await access.getRequest(a.scope, waits)).state).toBe('submitted')
    await expect(steward({})).rejects.toEqual(code('conflict'))
    // The narrow one that is given meanwhile neither ends the emergency nor narrows what it shows.
    const narrow = await approve(waits)
    expect(await read(a.steward, wards)).toEqual([['3']])
    await access.narrowGrant(a.publisher, { id: narrow, terms: { rows: 'id > 2' }, note: 'Fewer will do.' })
    expect(await read(a.steward)).toEqual([['3']])
    // What is left of it after it was narrowed itself ends with the review too.
    const { grant } = await access.getRequest(a.scope, id)
    const less = await access.narrowGrant(a.publisher, { id: grant!, terms: { rows: 'id > 1' }, note: 'One ward.' })
    expect(await read(a.steward, wards)).toEqual([['2']])
    await access.reviewEmergency(a.publisher, { id, verdict: 'not_justified', note: 'It was quiet.' })
    expect((await access.getGrant(a.scope, less.id)).endedAs).toBe('revoked')
    await expect(read(a.steward, wards)).rejects.toEqual(code('invalid'))
    expect(await read(a.steward)).toEqual([['1']])
    // Who holds a part takes the rest in an emergency; who holds all of it has nothing to take.
    const again = await take(a.steward)
    expect(await read(a.steward, wards)).toEqual([['3']])
    await access.reviewEmergency(a.publisher, { id: again.id, verdict: 'justified' })
    await expect(take(a.steward)).rejects.toEqual(code('conflict'))
  })

  it('ends by itself, its grant is not renewed, and is no more found unjustified without a word than before', async () => {
    const { items } = await access.listRequests(a.scope, { unreviewed: true, limit: 5 })
    for (const { id } of items) await access.reviewEmergency(a.owner, { id, verdict: 'justified' })
    const { id, grant } = await take(a.steward, { duration: 'PT1H' })
    await expect(access.renew(a.steward, { id: grant! })).rejects.toEqual(code('conflict'))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
    await expect(read(a.steward)).rejects.toEqual(code('forbidden'))
    const review = (note?: string) => access.reviewEmergency(a.publisher, { id, verdict: 'not_justified', note })
    await expect(review()).rejects.toEqual(code('invalid'))
    expect((await review('It was quiet.')).breakGlass?.review).toMatchObject({ verdict: 'not_justified' })
  })
})

describe('renewal', () => {
  it('is a new request on the same terms, whose grant takes the older one’s place', async () => {
    const { id } = await access.request(a.member, { ...ask, columns: [...ask.columns] })
    const terms = { rows: "ward = 'north'" }
    const first = await access.decide(a.publisher, { id, decision: 'approve', terms, policyVersion: 'roles-1' })
    await expect(access.renew(a.owner, { id: first.grant! })).rejects.toEqual(code('forbidden'))
    await expect(access.renew(b.member, { id: first.grant! })).rejects.toEqual(code('not_found'))
    const again = await access.renew(a.member, { id: first.grant!, reason: 'Still needed' })
    expect(again).toMatchObject({ state: 'submitted', columns: ['visits.id'], rows: terms.rows, renews: first.grant })
    await expect(access.renew(a.member, { id: first.grant! })).rejects.toEqual(code('conflict'))
    const decided = await access.decide(a.publisher, { id: again.id, decision: 'approve', policyVersion: 'roles-1' })
    expect(await access.getGrant(a.scope, first.grant!)).toMatchObject({ state: 'ended', endedAs: 'superseded' })
    expect(await access.getGrant(a.scope, decided.grant!)).toMatchObject({ state: 'active', rows: terms.rows })
    expect(await read(a.member)).toEqual([['2']])
  })

  it('is not of what sleeps since a restore', async () => {
    const grant = await granted()
    await access.sleepGrants(a.scope, new Date())
    await expect(access.renew(a.member, { id: grant })).rejects.toThrow(/restore/)
    expect((await access.listRequests(a.scope, { states: ['submitted'], limit: 5 })).items).toEqual([])
    await access.wakeGrants(a.owner, [])
  })
})

describe('the end', () => {
  it('is warned of once, in time', async () => {
    const grant = await granted()
    expect((await access.sweep(a.scope)).warned).toBe(0)
    days(25)
    expect((await access.sweep(b.scope)).warned).toBe(0)
    const all = await Promise.all([access.sweep(a.scope), access.sweep(a.scope)])
    expect(all.reduce((sum, { warned }) => sum + warned, 0)).toBe(1)
    expect((await told(a.member))[0]).toMatchObject({ kind: 'access/grant.ending' })
    const from = new Date()
    const ending = await access.listEnding(a.scope, { from, to: new Date(from.getTime() + 10 * 86_400_000) })
    expect(ending.map(({ id }) => id)).toEqual([grant])
    const sooner = { from, to: new Date(from.getTime() + 86_400_000) }
    expect(await access.listEnding(a.scope, sooner)).toEqual([])
  })

  it('refuses a read one second after it', async () => {
    await granted({ duration: 'PT1H' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_599_000 })
    expect(await read(a.member)).toEqual([['3']])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2_000 })
    await expect(read(a.member)).rejects.toEqual(code('forbidden'))
  })
})

describe('narrowing a grant', () => {
  it('leaves less, at once, and never more', async () => {
    const { id } = await access.request(a.member, { ...ask, columns: ['visits.id', 'visits.ward'] })
    for (const who of [a.steward, a.publisher, a.owner])
      await access.decide(who, { id, decision: 'approve', policyVersion: 'roles-1' })
    const grant = (await access.getRequest(a.scope, id)).grant!
    const narrow = (terms: object) => access.narrowGrant(a.owner, { id: grant, terms, note: 'Less will do.' })
    await expect(narrow({ columns: ['visits.nothing'] })).rejects.toEqual(code('invalid'))
    const less = await narrow({ columns: ['visits.id'], rows: "ward = 'south'", duration: 'P2Y' })
    expect(less).toMatchObject({ objects: [{ name: 'visits', columns: ['id'] }], rows: "ward = 'south'" })
    expect(less.expiresAt).toBe((await access.getGrant(a.scope, grant)).expiresAt)
    expect(await read(a.member, 'select * from "visits"."rows"')).toEqual([['2']])
    await expect(narrow({})).rejects.toEqual(code('conflict'))
  })

  it('in a review says why', async () => {
    const grant = await granted()
    const dueAt = new Date(Date.now() + 86_400_000).toISOString()
    const begun = { title: 'Less', dueAt, ifUndecided: 'keep', domainId: null } as const
    const review = await access.startReview(a.owner, begun)
    const [item] = (await access.getReview(a.scope, review)).items
    const decided = { review, item: item!.id, decision: 'narrow', terms: { duration: 'P1D' } } as const
    await expect(access.decideReviewed(a.owner, decided)).rejects.toEqual(code('invalid'))
    expect((await access.getGrant(a.scope, grant)).state).toBe('active')
  })
})

describe('a right that nobody uses', () => {
  it('is proposed for narrowing, then for ending', async () => {
    const used = await granted({ duration: 'P1Y' })
    const never = await granted({ duration: 'P1Y', purpose: 'research' })
    await serve.answer(
      a.member,
      await serve.plan(a.member, { sql: 'select 1 from "visits"."rows"', purpose: 'analytics', format: 'json' }),
    )
    const proposed = async () => {
      const { items } = await listDormant(a.scope, 30, {})
      return Object.fromEntries(items.map(({ grant, proposal }) => [grant.id, proposal]))
    }
    expect(await proposed()).toEqual({})
    days(31)
    expect(await proposed()).toEqual({ [used]: 'narrow', [never]: 'end' })
    days(31)
    expect(await proposed()).toEqual({ [used]: 'end', [never]: 'end' })
    expect((await listDormant(b.scope, 30, {})).items).toEqual([])
  })
})
