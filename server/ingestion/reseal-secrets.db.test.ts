import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase, withOrg } from '@/server/platform/db'
import { open, seal } from '@/server/platform/secrets'
import { resealSecrets } from './reseal-secrets'
import * as store from './store'

let a: Tenant
let b: Tenant
beforeAll(async () => {
  ;({ a, b } = await twoTenants())
})
afterAll(closeDatabase)

it('seals anew what is sealed, and leaves other organisations alone', async () => {
  const connection = (tenant: Tenant) =>
    withOrg(tenant.scope, async (tx) => {
      const at = { orgId: tenant.scope.orgId, domainId: tenant.domain.id, createdBy: 'mem_x' }
      await tx.connection.create({ data: { ...at, id: 'con_1', kind: 'postgres', name: 'source', config: {} } })
      await store.putSecret(tenant.scope, 'con_1', await seal(tenant.scope, '{"password":"kept"}'), new Date())
    })
  await Promise.all([connection(a), connection(b)])
  const before = { a: await store.findSecret(a.scope, 'con_1'), b: await store.findSecret(b.scope, 'con_1') }
  expect(await resealSecrets(a.scope)).toBe(1)
  const after = { a: await store.findSecret(a.scope, 'con_1'), b: await store.findSecret(b.scope, 'con_1') }
  expect(after.a).not.toBe(before.a)
  expect(after.a?.split('.')[1]).toBe('2')
  expect(after.b).toBe(before.b)
  expect(await open(a.scope, after.a!)).toBe('{"password":"kept"}')
  await expect(open(b.scope, after.a!)).rejects.toThrow()
})
