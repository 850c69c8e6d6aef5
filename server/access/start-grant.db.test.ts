import { afterAll, beforeAll, expect, it } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import { closeDatabase } from '@/server/platform/db'
import * as product from '@/server/product'

/** What became of a product between the request and the decision. */

let a: Tenant
beforeAll(async () => {
  ;({ a } = await classifiedStaff('start-grant-files'))
})
afterAll(closeDatabase)

it('what was asked of a product that is retired meanwhile is not given, and can be rejected', async () => {
  const ask = { product: 'staff', port: 'plain', purpose: 'analytics', duration: 'P30D' } as const
  const { id } = await access.request(a.member, ask)
  await product.retire(a.publisher, { slug: 'staff', note: 'It is over.' })
  const decide = (decision: 'approve' | 'reject') => access.decide(a.owner, { id, decision, policyVersion: 'test' })
  await expect(decide('approve')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('it can no longer be read in version 1: reject the request'),
  })
  expect(await access.getRequest(a.scope, id)).toMatchObject({ state: 'submitted' })
  expect((await access.listGrants(a.scope, { limit: 5 })).items).toEqual([])
  expect(await decide('reject')).toMatchObject({ state: 'rejected' })
})
