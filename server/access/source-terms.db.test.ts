import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DeliveringSource, deliveringSource } from '@/prisma/seed/delivering-source'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

/** What is not asked for, given or changed of a grant in a source, since it would not be right there. */

let a: Tenant
let there: DeliveringSource

const ask = { product: 'staff', port: 'people', purpose: 'analytics', duration: 'P30D', delivery: 'source' } as const
const code = (wanted: string) => expect.objectContaining({ code: wanted })
const grant = (id: string) => access.getGrant(a.scope, id)

beforeAll(async () => {
  ;({ a } = await twoTenants())
  there = await deliveringSource(a, 'source_terms')
})
afterEach(async () => {
  vi.useRealTimers()
  for (const id of await access.listWatched(a.scope)) {
    await access.revoke(a.owner, { id, note: 'The test is over.' }).catch(() => undefined)
    await access.removeDelivery(a.scope, id)
  }
})
afterAll(async () => {
  await there?.source.close()
  await closeDatabase()
})

describe('delivery into a source is not asked for', () => {
  it.each([
    ['a domain', () => ({ for: a.domain.slug }), 'one person'],
    ['some of the rows', () => ({ rows: 'id > 1' }), 'every row'],
  ])('for %s', async (_, more, words) => {
    await expect(access.request(a.publisher, { ...ask, ...more() })).rejects.toThrow(words)
    expect((await access.listRequests(a.scope, { states: ['submitted'], limit: 5 })).items).toEqual([])
  })

  it('of a port that stands on more than the one connection, or on none', async () => {
    const port = (...names: string[]) => ({ objects: names.map((connection) => ({ connection })) })
    const name = 'source_terms-source'
    expect(await access.findDelivery(a.scope, port(name, name))).toEqual({ id: there.connection, name })
    for (const one of [port(name, 'other'), port('other', name), port('other'), port()])
      expect(await access.findDelivery(a.scope, one)).toBeNull()
  })
})

describe('a grant in a source', () => {
  it('is not narrowed to some rows, when it is agreed to or later', async () => {
    const { id } = await access.request(a.member, ask)
    const given = { id, decision: 'approve', policyVersion: 'test' } as const
    const less = access.decide(a.owner, { ...given, terms: { rows: 'id > 1' } })
    await expect(less).rejects.toEqual(code('invalid'))
    expect((await access.getRequest(a.scope, id)).state).toBe('submitted')
    const whole = (await access.decide(a.owner, given)).grant!
    expect(await access.deliverGrant(a.scope, whole)).toBe('active')
    const narrow = access.narrowGrant(a.owner, { id: whole, terms: { rows: 'id > 1' }, note: 'Fewer will do.' })
    await expect(narrow).rejects.toThrow(/every row/)
    expect(await grant(whole)).toMatchObject({ state: 'active', rows: null })
  })

  it('is not narrowed before it was given', async () => {
    const id = await there.granted(a.member)
    const narrow = access.narrowGrant(a.owner, { id, terms: { duration: 'P1D' }, note: 'A day will do.' })
    await expect(narrow).rejects.toEqual(code('conflict'))
    expect((await grant(id)).state).toBe('pending')
  })

  it('that stands is not given again', async () => {
    const id = await there.granted(a.member)
    expect(await access.deliverGrant(a.scope, id)).toBe('active')
    const before = await grant(id)
    expect(await access.deliverGrant(a.scope, id)).toBe('active')
    expect(await grant(id)).toEqual(before)
  })

  it('has no credentials once its time is over, before any job', async () => {
    const id = await there.granted(a.member)
    expect(await access.deliverGrant(a.scope, id)).toBe('active')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 86_400_000 + 1_000 })
    await expect(access.rotateCredentials(a.member, id)).rejects.toThrow(/credentials are made once it is proven/)
  })
})

describe('what goes wrong', () => {
  it('is written down where the source does not answer, and mended by trying again', async () => {
    const id = await there.granted(a.member)
    await there.source.asSuperuser('alter role source_terms nologin')
    await expect(access.deliverGrant(a.scope, id)).rejects.toEqual(code('unavailable'))
    expect(await grant(id)).toMatchObject({ state: 'failed', failedStage: 'provisioning' })
    await there.source.asSuperuser('alter role source_terms login')
    expect(await access.deliverGrant(a.scope, id)).toBe('active')
  })

  it('and stands in the way otherwise meanwhile, is given once neither does', async () => {
    const id = await there.granted(a.member)
    await there.source.asSuperuser('alter role source_terms nologin')
    await expect(access.deliverGrant(a.scope, id)).rejects.toEqual(code('unavailable'))
    await there.source.asSuperuser('alter role source_terms login')
    await tenancy.changeMember(a.owner, a.member.principal.id, { state: 'disabled' })
    expect(await access.watchGrant(a.scope, id)).toBe('failed')
    await tenancy.changeMember(a.owner, a.member.principal.id, { state: 'active' })
    expect(await access.watchGrant(a.scope, id)).toBe('active')
  })

  it('with a connection that is gone is said, and what it has not given is not taken back', async () => {
    const id = await there.granted(a.member)
    await access.revoke(a.member, { id })
    await ingestion.removeConnection(a.owner, there.connection, { referenced: [] })
    expect(await access.removeDelivery(a.scope, id)).toBe('failed')
    expect((await grant(id)).problem).toContain('no longer there')
  })
})
