import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

/** An organisation's own policies say who has to agree, how fast, and who need not ask in an emergency. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let a: Tenant
type Who = 'owner' | 'member' | 'steward' | 'publisher'
const tokens = new Map<Who, string>()
async function call(who: Who, method: string, path: string, body?: unknown) {
  if (!tokens.has(who)) tokens.set(who, (await tenancy.createToken(a[who], { name: 'test' })).token)
  const { status, text } = await restCall(method, path, { token: tokens.get(who)!, body })
  return { status, body: text ? JSON.parse(text) : null }
}
const asks = 'action == Action::"request"'
const govern = (text: string) => call('owner', 'PUT', '/policies', { text })
const request = (who: Who, more: object) =>
  call(who, 'POST', '/access-requests', {
    product: 'staff',
    port: 'plain',
    purpose: 'analytics',
    duration: 'P30D',
    ...more,
  })

beforeAll(async () => {
  ;({ a } = await classifiedStaff('approval-policy-files'))
})
afterAll(closeDatabase)

describe('annotations of approval', () => {
  test.each([
    [`// é\n@approval("boss")\npermit (principal, ${asks}, resource is Port);`, 'text:2:1', 'nobody who agrees'],
    [
      `permit (principal, action == Action::"view", resource is Port);\n\n  @climb("soon") permit (principal, ${asks}, resource);`,
      'text:3:3',
      'days and hours',
    ],
    [
      `@id("x") @approval("owner") forbid (principal, ${asks}, resource is Port);`,
      'text:1:10',
      'a permit to request alone',
    ],
    [
      `@breakglass("PT2H") permit (principal, action == Action::"query", resource is Port);`,
      'text:1:1',
      'a permit to request alone',
    ],
  ])('are refused at their place: %s', async (text, path, message) => {
    const { status, body } = await govern(text)
    expect([status, body.error.details[0].path]).toEqual([400, path])
    expect(body.error.details[0].message).toContain(message)
  })

  test('agree at once where they say so, and what they agree to can be read', async () => {
    const text = `@id("staff is open") @approval("automatic") permit (principal, ${asks}, resource == Port::"staff/plain")
      when { context has purpose && context.purpose == "analytics" };`
    expect((await govern(text)).status).toBe(200)
    const asked = await request('member', {})
    expect(asked.body).toMatchObject({ state: 'approved', steps: [], note: 'The policy agrees to this by itself.' })
    const sql = 'select count(*) from "staff"."plain"'
    expect((await call('member', 'POST', '/query', { sql, format: 'json' })).body.rows).toEqual([['3']])
    expect(
      (await request('member', { purpose: 'research' })).body.steps.map((step: { role: string }) => step.role),
    ).toEqual(['owner'])
    // What is confidential of another port still needs its two.
    expect((await request('member', { port: 'pay' })).body.steps).toHaveLength(2)
  })

  test('ask for whom they name, in the order of the house, at their pace', async () => {
    await govern(
      `@id("stewards look") @approval("steward") @timeout("P2D") permit (principal, ${asks}, resource == Port::"staff/plain");`,
    )
    const { body } = await request('member', { purpose: 'operations' })
    expect(body.steps).toMatchObject([
      { role: 'steward', because: 'Policy asks for it: stewards look.', state: 'waiting' },
    ])
    const waits = Date.parse(body.timesOutAt) - Date.parse(body.createdAt)
    expect(Math.round(waits / 3_600_000)).toBe(48)
    // A later policy does not change what was promised to who asked.
    await govern('')
    expect((await call('member', 'GET', `/access-requests/${body.id}`)).body.timesOutAt).toBe(body.timesOutAt)
    const path = `/access-requests/${body.id}/decision`
    expect((await call('publisher', 'POST', path, { decision: 'approve' })).status).toBe(403)
    expect((await call('steward', 'POST', path, { decision: 'approve' })).body.state).toBe('approved')
  })

  test('never let anybody approve their own', async () => {
    await govern(`@approval("steward") permit (principal, action in [Action::"request", Action::"approve"], resource);`)
    const { body } = await request('steward', { purpose: 'research' })
    expect(body.state).toBe('submitted')
    const own = await call('steward', 'POST', `/access-requests/${body.id}/decision`, { decision: 'approve' })
    expect(own.status).toBe(403)
    expect((await call('steward', 'GET', `/access-requests/${body.id}`)).body.state).toBe('submitted')
  })

  test('name who breaks the glass, and for how long', async () => {
    const ask = { product: 'staff', port: 'secret', purpose: 'operations', reason: 'All is on fire.', duration: 'PT2H' }
    const broken = (who: Who, more = {}) => call(who, 'POST', '/access-requests/emergency', { ...ask, ...more })
    await govern('')
    expect((await broken('member')).status).toBe(403)
    await govern(`@breakglass("PT2H") permit (principal == Member::"${a.member.principal.email}", ${asks}, resource == Port::"staff/secret");
      @breakglass("never") permit (principal in Role::"steward", ${asks}, resource is Port);`)
    expect((await broken('steward')).status).toBe(403)
    const long = await broken('member', { duration: 'PT3H' })
    expect([long.status, long.body.error.message]).toEqual([400, 'An emergency lasts at most 2 hours.'])
    expect((await broken('member')).body).toMatchObject({ state: 'approved', breakGlass: expect.anything() })
  })
})
