import { afterAll, expect, it } from 'vitest'
import { twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase } from '@/server/platform/db'
import { addDataKey, open } from '@/server/platform/secrets'
import { createWebhook, resealSecrets, rotateSecret } from './index'
import * as webhooks from './webhook-store'

afterAll(closeDatabase)

it('seals the newer and the older secret of each webhook anew, and leaves other organisations alone', async () => {
  const { a, b } = await twoTenants()
  const [first, other] = [
    await createWebhook(a.owner, { url: 'https://a.example/hook' }),
    await createWebhook(b.owner, { url: 'https://b.example/hook' }),
  ]
  const second = await rotateSecret(a.owner, { id: first.id, atOnce: false })
  const [theirs] = await webhooks.listSealed(b.scope)
  await addDataKey(a.scope)
  expect(await resealSecrets(a.scope)).toBe(1)
  const [ours] = await webhooks.listSealed(a.scope)
  expect([ours!.sealed, ours!.olderSealed!].map((one) => one.split('.')[1])).toEqual(['2', '2'])
  expect(await open(a.scope, ours!.sealed)).toBe(second.secret)
  expect(await open(a.scope, ours!.olderSealed!)).toBe(first.secret)
  expect(await webhooks.listSealed(b.scope)).toEqual([theirs])
  expect(await open(b.scope, theirs!.sealed)).toBe(other.secret)
})
