import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { ContextTenant, handbook, mailbox } from '@/prisma/seed/context-tenant'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import { giveContextReceipt } from './give-context-receipt'
import { listContextReadings } from './list-context-readings'
import { policiesChanged } from './reading'
import { contextAsk } from './schema'
import { searchContext } from './search-context'

/** Items of two products, and what ends between their being found and their leaving. */

let a: Tenant
const grants: Record<string, string> = {}
beforeAll(async () => {
  const world = await ContextTenant.make('context-receipt-files')
  ;({ a } = world)
  world.write('docs/handbook.md', handbook)
  world.write('list.mbox', mailbox)
  const sources = { handbook: ['docs/*.md', 'docs/*.md'], mail: ['*.mbox', 'list.mbox'] } as const
  for (const [slug, [path, ref]] of Object.entries(sources)) {
    await world.sync(await world.connect(`house-${slug}`, { path, readers: { everyone: true } }), ref)
    await world.publish(slug, `house-${slug}`, [ref])
    grants[slug] = await world.granted(slug)
  }
}, 240_000)
afterEach(async () => {
  await policy.save(a.owner, { text: '' })
  await product.unmarkPort(a.scope, { id: 'adj_1', by: { id: 'system' } })
})
afterAll(closeDatabase)

const search = (more: object = {}) => searchContext(a.member, contextAsk.parse({ q: 'strike', ...more }))

it('each item is found under the product that shows it', async () => {
  const { items } = await search()
  expect(items.map(({ title, product }) => [product, title]).sort()).toEqual([
    ['handbook', 'How we handle bird strikes'],
    ['mail', 'Re: Strike at the north runway'],
    ['mail', 'Strike at the north runway'],
  ])
})

const forbid = 'forbid (principal, action == Action::"query", resource == Port::"mail/all");'
const pause = { id: 'adj_1', kind: 'paused', port: 'all', why: 'A leak is looked into.', until: null } as const
const pauseIt = async () => {
  const { id = '' } = (await product.resource(a.scope, 'handbook')) ?? {}
  await product.markPort(a.owner, { ...pause, productId: id })
}
const revoke = () => access.revoke(a.owner, { id: grants.handbook!, note: 'It is over.' })

it.each<[string, () => Promise<unknown>, string, string]>([
  ['policies have changed', () => policy.save(a.owner, { text: forbid }), 'conflict', policiesChanged],
  ['its port is paused', pauseIt, 'forbidden', 'is paused'],
  ['its grant has ended', revoke, 'forbidden', 'It is over.'],
])('no receipt is given where %s', async (_, change, code, words) => {
  const { items } = await search({ product: 'handbook' })
  const [reading] = (await listContextReadings(a.member, { product: 'handbook' })).filter(({ source }) => source.grant)
  const { version: policyVersion } = await policy.inForce(a.scope)
  const read = async () => (await audit.list(a.scope, { action: 'port.read' }, { limit: 50 })).items.length
  const before = await read()
  await change()
  const quoted = items.map(({ id }) => ({ item: { id, hash: 'none' }, reading: reading! }))
  const given = giveContextReceipt(a.member, { asked: '-- Strikes', quoted, policyVersion, startedAt: new Date() })
  await expect(given).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  expect(await read()).toBe(before)
})
