import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DeliveringSource, deliveringSource } from '@/prisma/seed/delivering-source'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { closeDatabase, withOrg } from '@/server/platform/db'

/** A grant in a source that ends while it is being given there, and a sign-in to the source that is damaged. */

const name = 'source_race'
let a: Tenant
let there: DeliveringSource
let blocker: pg.Client

beforeAll(async () => {
  ;({ a } = await twoTenants())
  there = await deliveringSource(a, name)
  const url = new URL(process.env.STOA_OWNER_DATABASE_URL!)
  url.pathname = `/${name}`
  blocker = new pg.Client({ connectionString: url.href })
  await blocker.connect()
})
afterEach(async () => {
  for (const id of await access.listWatched(a.scope)) {
    await access.revoke(a.owner, { id, note: 'The test is over.' }).catch(() => undefined)
    await access.removeDelivery(a.scope, id)
  }
})
afterAll(async () => {
  await blocker?.end()
  await there?.source.close()
  await closeDatabase()
})

/** Asked outside the transaction that blocks: within it, the answer would stay the first. */
const waiting = async () => {
  const sql = `select pid from pg_stat_activity where datname = '${name}' and wait_event_type = 'Lock'`
  return (await there.source.asSuperuser(sql)).rows.map(({ pid }) => pid as number)
}
/** A grant whose table is locked in the source, so that giving it has to wait there; it is revoked meanwhile. */
async function revokedWhileGiven() {
  const id = await there.granted(a.member)
  await blocker.query('begin; lock table people in access exclusive mode')
  const given = access.deliverGrant(a.scope, id)
  await expect.poll(waiting, { timeout: 20_000 }).not.toEqual([])
  await access.revoke(a.owner, { id, note: 'It is over.' })
  return { id, given }
}

describe('what was revoked while it was given', () => {
  it('is not said to be given, whatever the source has made of it', async () => {
    const { id, given } = await revokedWhileGiven()
    await blocker.query('commit')
    expect(await given).toBe('deprovisioning')
    const { items } = await audit.list(a.scope, { action: 'access.proven_active', resource: id }, { limit: 5 })
    expect(items).toEqual([])
    const told = (await notify.list(a.scope, a.member.principal.id, { limit: 50 })).items
    expect(told.filter(({ kind }) => kind === 'access/grant.delivered')).toEqual([])
    expect(await access.removeDelivery(a.scope, id)).toBe('ended')
  })

  it('is left to whoever takes it back, where the source breaks off', async () => {
    const { id, given } = await revokedWhileGiven()
    for (const pid of await waiting()) await blocker.query('select pg_terminate_backend($1)', [pid])
    await blocker.query('commit')
    expect(await given).toBe('deprovisioning')
    expect(await access.getGrant(a.scope, id)).toMatchObject({ state: 'deprovisioning', endedAs: 'revoked' })
    expect(await access.removeDelivery(a.scope, id)).toBe('ended')
  })
})

it('what fails on our side is said and thrown on, so that the job tries again', async () => {
  const id = await there.granted(a.member)
  expect(await access.deliverGrant(a.scope, id)).toBe('active')
  const ofIt = { connectionId: there.connection }
  const { sealed } = await withOrg(a.scope, (tx) => tx.connectionSecret.findFirstOrThrow({ where: ofIt }))
  const seal = (text: string) =>
    withOrg(a.scope, (tx) => tx.connectionSecret.updateMany({ where: ofIt, data: { sealed: text } }))
  await seal('damaged')
  await expect(access.watchGrant(a.scope, id)).rejects.toMatchObject({ code: 'internal' })
  expect(await access.getGrant(a.scope, id)).toMatchObject({
    state: 'active',
    problem: 'It could not be read as its holder.',
  })
  await seal(sealed)
  expect(await access.watchGrant(a.scope, id)).toBe('active')
})
