import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import { answer } from './answer'
import { beginRun } from './begin-run'
import { download } from './download'
import { giveReceipt } from './give-receipt'
import { plan } from './plan'
import { policiesChanged } from './reading'
import { ask } from './schema'
import * as store from './store'

/** What ends while an answer is worked out answers nobody: its receipt is the last look, in the transaction that lets it go. */

let a: Tenant
let productId: string
beforeAll(async () => {
  ;({ a } = await classifiedStaff('give-receipt-files'))
  productId = (await product.resource(a.scope, 'staff'))?.id ?? ''
})
afterEach(async () => {
  await policy.save(a.owner, { text: '' })
  await product.unmarkPort(a.scope, { id: 'adj_1', by: { id: 'system' } })
})
afterAll(closeDatabase)

const granted = async () => {
  const wish = { product: 'staff', port: 'plain', purpose: 'analytics', duration: 'P1D' } as const
  const { id } = await access.request(a.member, wish)
  return (await access.decide(a.owner, { id, decision: 'approve', policyVersion: 'test' })).grant!
}
const forbid = 'forbid (principal, action == Action::"query", resource == Port::"staff/pay");'
const pause = { id: 'adj_1', kind: 'paused', port: 'plain', why: 'A leak is looked into.', until: null } as const

it.each<[string, (grant: string) => Promise<unknown>, string, string]>([
  ['policies have changed', () => policy.save(a.owner, { text: forbid }), 'conflict', policiesChanged],
  ['its grant has ended', (id) => access.revoke(a.owner, { id, note: 'It is over.' }), 'forbidden', 'It is over.'],
  ['its port is paused', () => product.markPort(a.owner, { ...pause, productId }), 'forbidden', 'is paused'],
])('no receipt is given where %s', async (_, change, code, words) => {
  const grant = await granted()
  const planned = await plan(a.member, ask.parse({ sql: 'select id from staff.plain' }))
  planned.ahead?.drop()
  const run = await beginRun(a.member, planned)
  await change(grant)
  const given = giveReceipt(a.member, planned, run, 3)
  await expect(given).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  run.stop()
  expect((await audit.list(a.scope, { action: 'port.read' }, { limit: 5 })).items).toEqual([])
})

const planOf = (sql: string) => plan(a.member, ask.parse({ sql, purpose: 'research' }))

describe('of a product whose ports are held', () => {
  let grants: Record<'plain' | 'pay', string>
  beforeAll(async () => {
    const held = async (port: string) => {
      const wish = { product: 'staff', port, purpose: 'research', duration: 'P1D' } as const
      const { id } = await access.request(a.member, wish)
      const agree = (by: Tenant['owner']) => access.decide(by, { id, decision: 'approve', policyVersion: 'test' })
      const { grant } = await agree(a.owner)
      return (grant ?? (await agree(a.steward)).grant)!
    }
    grants = { plain: await held('plain'), pay: await held('pay') }
  })
  /** How often each was used. */
  const used = async () => {
    const use = await store.listUse(a.scope, Object.values(grants), new Date(0))
    return { plain: use.get(grants.plain)?.reads ?? 0, pay: use.get(grants.pay)?.reads ?? 0 }
  }

  it.each<[string, (sql: string) => Promise<{ query: string; receipt: string }>]>([
    ['an answer', async (sql) => answer(a.member, await planOf(sql))],
    [
      'a download',
      async (sql) => {
        const given = await download(a.member, { ...(await planOf(sql)), format: 'csv', ahead: undefined })
        await new Response(given.stream).text()
        return given
      },
    ],
  ])('%s names no other in receipt, audit, terms and use than it read', async (_, read) => {
    const before = await used()
    // The other stands in a comment, in a text and as the name of something else.
    const { query, receipt } = await read(`with pay as (select 1 as one) -- staff.pay
      select id, 'staff.pay' as word from Staff."plain", pay`)
    const { sources } = (await store.findReceipt(a.scope, receipt))!.receipt
    expect(sources.map(({ port, grant }) => ({ port, grant }))).toEqual([{ port: 'plain', grant: grants.plain }])
    const { items } = await audit.list(a.scope, { action: 'port.read' }, { limit: 50 })
    const entries = items.filter(({ detail }) => detail?.query === query)
    expect(entries.map(({ detail }) => detail?.port)).toEqual(['plain'])
    expect(await used()).toEqual({ ...before, plain: before.plain + 1 })
  })

  it('a pause of another leaves it running; both are named where both are read', async () => {
    const planned = await planOf('select count(*) as n from staff.plain')
    await product.markPort(a.owner, { ...pause, port: 'pay', productId })
    expect((await answer(a.member, planned)).terms.map(({ port }) => port)).toEqual(['plain'])
    await product.unmarkPort(a.scope, { id: 'adj_1', by: { id: 'system' } })
    const both = await answer(a.member, await planOf('select count(*) as n from staff.plain, staff.pay'))
    expect(both.grants.toSorted()).toEqual(Object.values(grants).toSorted())
    expect((await used()).pay).toBe(1)
  })

  it('the purposes of another are no choice of its reader', async () => {
    // The plain one is held for analytics too.
    const planned = await plan(a.member, ask.parse({ sql: 'select count(*) as n from "staff"."pay"' }))
    expect([planned.purpose, planned.readings.map(({ source }) => source.port)]).toEqual(['research', ['pay']])
    expect((await answer(a.member, planned)).rows).toEqual([['3']])
    const both = plan(a.member, ask.parse({ sql: 'select count(*) as n from staff.pay, staff.plain' }))
    await expect(both).rejects.toThrow('analytics, research')
  })

  it('what its process tells later takes nothing back', async () => {
    const run = await beginRun(a.member, await planOf('select id from staff.plain, staff.pay'))
    run.within.onReads([['staff', 'plain']])
    run.within.onReads([])
    expect(run.sources().map(({ port }) => port)).toEqual(['plain'])
    run.stop()
  })

  it('a statement that is refused has used nothing', async () => {
    const before = await used()
    await expect(
      planOf('select id from staff.plain, staff.none').then((one) => answer(a.member, one)),
    ).rejects.toThrow()
    expect(await used()).toEqual(before)
  })
})
