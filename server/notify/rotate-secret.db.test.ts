import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'

// A webhook's secret is changed while a real receiver goes on checking by the one it knows.

type Received = { headers: http.IncomingHttpHeaders; body: string }
const received: Received[] = []
const receiver = http.createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(204).end()
  })
})

/** As a receiver checks it, by the standard's own words: any of the signatures will do. */
function verified({ headers, body }: Received, secret: string): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return String(headers['webhook-signature']).split(' ').includes(expected)
}

let a: Tenant
let b: Tenant
const before = process.env.STOA_NET_ALLOW
beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  process.env.STOA_NET_ALLOW = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
  rereadEnv()
})
afterAll(async () => {
  vi.useRealTimers()
  process.env.STOA_NET_ALLOW = before
  if (before === undefined) delete process.env.STOA_NET_ALLOW
  rereadEnv()
  receiver.close()
  await closeDatabase()
})

it('a webhook signs with its new secret and for a day with the one before, or with the new alone', async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  const { id, secret } = await notify.createWebhook(a.owner, { url })
  const sent = async () => {
    await notify.deliver(a.scope, await notify.tryWebhook(a.scope, id))
    return received.pop()!
  }
  const made = await notify.rotateSecret(a.owner, { id, atOnce: false })
  const hours = (Date.parse(made.olderSecretUntil!) - Date.now()) / 3_600_000
  expect([made.secret === secret, Math.round(hours)]).toEqual([false, 24])
  const both = await sent()
  expect([verified(both, secret), verified(both, made.secret)]).toEqual([true, true])

  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(made.olderSecretUntil!) })
  const later = await sent()
  expect([verified(later, secret), verified(later, made.secret)]).toEqual([false, true])
  expect((await notify.findWebhook(a.scope, id))?.olderSecretUntil).toBeNull()
  vi.useRealTimers()

  const again = await notify.rotateSecret(a.owner, { id, atOnce: false })
  const last = await notify.rotateSecret(a.owner, { id, atOnce: true })
  expect(last.olderSecretUntil).toBeNull()
  const alone = await sent()
  const each = [secret, made.secret, again.secret, last.secret]
  expect(each.map((one) => verified(alone, one))).toEqual([false, false, false, true])
  await expect(notify.rotateSecret(b.owner, { id, atOnce: true })).rejects.toMatchObject({ code: 'not_found' })
})
