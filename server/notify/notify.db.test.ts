import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as notify from '@/server/notify'
import { closeDatabase, withOrg } from '@/server/platform/db'

let a: Tenant
let b: Tenant
const told = { kind: 'access/request.submitted', title: 'Ann asks for orders', link: '/inbox' }
const page = { limit: 10 }

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
})
afterAll(closeDatabase)

test('each member sees what was told to them, once, until they read it', async () => {
  const [steward, member] = [a.steward.principal.id, a.member.principal.id]
  await notify.tell(a.scope, { ...told, to: [steward, steward] })
  await notify.tell(a.scope, { ...told, title: 'Second', to: [steward] })
  const { items, unread } = await notify.list(a.scope, steward, page)
  expect(items.map((one) => one.title)).toEqual(['Second', 'Ann asks for orders'])
  expect(unread).toBe(2)
  expect((await notify.list(a.scope, member, page)).items).toEqual([])
  // Someone else's is not there.
  const others = notify.markRead(a.scope, member, [items[0]!.id])
  await expect(others).rejects.toMatchObject({ code: 'not_found' })
  expect(await notify.markRead(a.scope, steward, [items[0]!.id])).toBe(1)
  expect(await notify.markRead(a.scope, steward)).toBe(0)
})

test('the other organisation sees and marks nothing', async () => {
  const steward = a.steward.principal.id
  await notify.tell(a.scope, { ...told, to: [steward] })
  expect((await notify.list(b.scope, steward, page)).items).toEqual([])
  expect(await notify.markRead(b.scope, steward)).toBe(0)
  expect((await notify.list(a.scope, steward, page)).unread).toBe(1)
})

test('what fails tells nobody', async () => {
  const owner = a.owner.principal.id
  const failing = withOrg(a.scope, async () => {
    await notify.tell(a.scope, { ...told, to: [owner] })
    throw new Error('failed')
  })
  await expect(failing).rejects.toThrow('failed')
  expect((await notify.list(a.scope, owner, page)).items).toEqual([])
})
