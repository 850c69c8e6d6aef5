import { createHmac, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { mailServer } from '@/scripts/test/mail-server'
import * as notify from '@/server/notify'
import { closeDatabase, withOrg } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'

// What is told leaves as mail and by webhook: to a real SMTP server and a real receiver, over the sockets that egress opens.

const { smtp, mails, refusal } = mailServer()

type Received = { headers: http.IncomingHttpHeaders; body: string }
const received: Received[] = []
let answer = 200
const receiver = http.createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/elsewhere' } : {}).end('secret answer')
  })
})

/** As a receiver checks it, by the standard's own words. */
function verified({ headers, body }: Received, secret: string): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(signed)
    .digest()
  const [version, given = ''] = String(headers['webhook-signature']).split(',')
  return version === 'v1' && timingSafeEqual(expected, Buffer.from(given, 'base64'))
}

let a: Tenant
let b: Tenant
let hook: string
const settings = { ...process.env }
const up = (server: { listen: (port: number, host: string, done: () => void) => unknown }) =>
  new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))

beforeAll(async () => {
  await Promise.all([up(smtp), up(receiver)])
  process.env.HOST = '127.0.0.1'
  process.env.SMTP_URL = `smtp://stoa:p%40ss@127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
  process.env.SMTP_FROM = 'Stoa <stoa@example.org>'
  process.env.STOA_ORIGIN = 'https://stoa.example.org'
  rereadEnv()
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  ;({ a, b } = await twoTenants())
})
afterAll(async () => {
  process.env = settings
  rereadEnv()
  await new Promise<void>((done) => smtp.close(done))
  receiver.close()
  await closeDatabase()
})
afterEach(() => {
  mails.length = 0
  received.length = 0
  refusal.code = null
  answer = 200
})

/** What the outbox holds for the jobs, oldest first, as ids alone. */
const queued = (name: string) =>
  withOrg(a.scope, async (tx) => {
    const rows = await tx.mail.findMany({ where: { state: 'pending' }, orderBy: { id: 'asc' } })
    const deliveries = await tx.webhookDelivery.findMany({ where: { state: 'pending' }, orderBy: { id: 'asc' } })
    return (name === 'mail' ? rows : deliveries).map(({ id }) => id)
  })
const told = (to: string[], kind = 'access/request.submitted', title = 'Ann asks for Orders, all') =>
  notify.tell(a.scope, { to, kind, title, body: 'because row 17 says 4,200', link: '/inbox?id=req_1' })
const due = (id: string) =>
  withOrg(a.scope, (tx) => tx.mail.updateMany({ where: { id }, data: { nextAt: new Date() } }))
const dueDelivery = (id: string) =>
  withOrg(a.scope, (tx) => tx.webhookDelivery.updateMany({ where: { id }, data: { nextAt: new Date() } }))

describe('mail', () => {
  it('is what was told and a link, to whom it was told, once', async () => {
    await told([a.steward.principal.id, a.steward.principal.id])
    const [id, ...more] = await queued('mail')
    expect(more).toEqual([])
    const outcomes = await Promise.all([notify.sendMail(a.scope, id!), notify.sendMail(a.scope, id!)])
    expect(await notify.sendMail(a.scope, id!)).toBeNull()
    expect(outcomes).toContain(null)
    expect(mails).toHaveLength(1)
    const [{ text, ...envelope }] = mails as [(typeof mails)[0]]
    expect(envelope).toEqual({ from: 'stoa@example.org', to: [a.steward.principal.email], user: 'stoa' })
    expect(text).toMatch(/^Subject: Ann asks for Orders, all$/m)
    expect(text).toContain(`https://stoa.example.org/${a.org.slug}/inbox?id=req_1`)
    expect(text).toContain(`Message-ID: <${id}@stoa.example.org>`)
    expect(text).not.toContain('4,200')
  })

  it('is only of what a member wants by mail', async () => {
    const member = a.member.principal.id
    await told([member], 'access/request.decided')
    expect(await queued('mail')).toEqual([])
    await notify.setChoices(a.scope, member, {
      items: [
        { kind: 'access/request.decided', mail: true },
        { kind: 'access/grant.ended', mail: false },
      ],
    })
    await told([member, a.owner.principal.id], 'access/grant.ended')
    await told([member], 'access/request.decided')
    const ids = await queued('mail')
    for (const id of ids) await notify.sendMail(a.scope, id)
    expect(mails.map(({ to }) => to[0])).toEqual([a.owner.principal.email, a.member.principal.email])
    const { items, sends } = await notify.getChoices(a.scope, member)
    expect([sends, items.filter(({ mail }) => mail).map(({ kind }) => kind)]).toEqual([
      true,
      [
        'access/request.submitted',
        'access/request.decided',
        'access/grant.suspended',
        'access/grant.resumed',
        'observe/incident.opened',
        'observe/incident.regressed',
        'observe/port.told',
        'notify/webhook.disabled',
      ],
    ])
  })

  it('holds no line of somebody’s own in its head', async () => {
    await told([a.steward.principal.id], undefined, 'Ann\r\nBcc: all@example.org\r\n\r\nhello')
    await notify.sendMail(a.scope, (await queued('mail'))[0]!)
    expect(mails[0]!.to).toEqual([a.steward.principal.email])
    expect(mails[0]!.text).not.toMatch(/^Bcc:/m)
  })

  it('is tried again later where the server is not well, and given up where it says never', async () => {
    await told([a.steward.principal.id])
    const [id] = await queued('mail')
    refusal.code = 451
    const again = await notify.sendMail(a.scope, id!)
    expect(Date.parse(again!)).toBeGreaterThan(Date.now() + 3_000)
    // Not before its time.
    expect(await notify.sendMail(a.scope, id!)).toBe(again)
    refusal.code = 550
    await due(id!)
    expect(await notify.sendMail(a.scope, id!)).toBeNull()
    expect(mails).toEqual([])
    const row = await withOrg(a.scope, (tx) => tx.mail.findFirst({ where: { id } }))
    expect(row).toMatchObject({ state: 'failed', attempts: 2, problem: 'The mail server refused it (550).' })
  })

  it('never leaves for an address that egress closes', async () => {
    process.env.STOA_NET_ALLOW = '10.0.0.0/8'
    await told([a.steward.principal.id])
    const [id] = await queued('mail')
    expect(await notify.sendMail(a.scope, id!)).not.toBeNull()
    delete process.env.STOA_NET_ALLOW
    expect(mails).toEqual([])
    const row = await withOrg(a.scope, (tx) => tx.mail.findFirst({ where: { id } }))
    expect(row?.problem).toMatch(/may not be reached|could not be reached/)
    await due(id!)
    await notify.sendMail(a.scope, id!)
    expect(mails).toHaveLength(1)
  })

  it('is another organisation’s to send for itself alone', async () => {
    await told([a.steward.principal.id])
    const [id] = await queued('mail')
    expect(await notify.sendMail(b.scope, id!)).toBeNull()
    expect(mails).toEqual([])
    await notify.sendMail(a.scope, id!)
  })
})

describe('a webhook', () => {
  let id: string
  let secret: string
  const state = async () => (await notify.findWebhook(a.scope, id))!
  const deliver = async () => {
    for (const one of await queued('delivery')) {
      await dueDelivery(one)
      await notify.deliver(a.scope, one)
    }
  }
  beforeAll(async () => {
    ;({ id, secret } = await notify.createWebhook(a.owner, { url: hook }))
  })

  it('gets one signed message for each cause, and none of another organisation', async () => {
    await notify.tell(b.scope, { to: [b.owner.principal.id], kind: 'x/y', title: 'of b', link: '/' })
    await withOrg(a.scope, async () => {
      await told([a.member.principal.id], 'access/grant.ended', 'Olive revoked your access')
      await told([a.owner.principal.id], 'access/grant.ended', 'Olive revoked access of member')
    })
    const [delivery, ...more] = await queued('delivery')
    expect(more).toEqual([])
    await Promise.all([notify.deliver(a.scope, delivery!), notify.deliver(a.scope, delivery!)])
    expect(received).toHaveLength(1)
    const [message] = received as [Received]
    expect(verified(message, secret)).toBe(true)
    expect(verified({ ...message, body: `${message.body} ` }, secret)).toBe(false)
    expect(message.headers['webhook-id']).toBe(delivery)
    expect(Math.abs(Number(message.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
    const { type, data } = JSON.parse(message.body)
    const link = `https://stoa.example.org/${a.org.slug}/inbox?id=req_1`
    expect([type, data]).toEqual([
      'access.grant.ended',
      {
        organisation: a.org.slug,
        told: [
          { member: a.member.principal.id, title: 'Olive revoked your access', link },
          { member: a.owner.principal.id, title: 'Olive revoked access of member', link },
        ],
      },
    ])
    const { items } = await notify.listDeliveries(a.scope, { id, limit: 5 })
    expect(items).toMatchObject([{ id: delivery, state: 'sent', attempts: 1, status: 200, problem: null }])
  })

  it('keeps its secret sealed', async () => {
    const row = await withOrg(a.scope, (tx) => tx.webhook.findFirst({ where: { id } }))
    expect(JSON.stringify(row)).not.toContain(secret.slice(6))
    expect(JSON.stringify(await notify.listWebhooks(a.scope))).not.toContain(secret.slice(6))
    expect(await notify.findWebhook(b.scope, id)).toBeNull()
  })

  it('is tried again with the same id, follows no redirect and keeps nothing of an answer', async () => {
    const delivery = await notify.tryWebhook(a.scope, id)
    answer = 302
    expect(Date.parse((await notify.deliver(a.scope, delivery))!)).toBeGreaterThan(Date.now())
    expect((await state()).failures).toBe(1)
    const failed = (await notify.listDeliveries(a.scope, { id, limit: 1 })).items[0]
    expect(failed).toMatchObject({ state: 'pending', status: 302, problem: 'It answered 302.' })
    answer = 204
    await dueDelivery(delivery)
    expect(await notify.deliver(a.scope, delivery)).toBeNull()
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery, delivery])
    expect((await state()).failures).toBe(0)
  })

  it('is refused what egress closes', async () => {
    const inner = await notify.createWebhook(a.owner, { url: 'http://169.254.169.254/latest/meta-data' })
    const delivery = await notify.tryWebhook(a.scope, inner.id)
    await notify.deliver(a.scope, delivery)
    const { items } = await notify.listDeliveries(a.scope, { id: inner.id, limit: 1 })
    expect(items[0]).toMatchObject({ status: null, problem: expect.stringContaining('may not be reached from here') })
    await notify.removeWebhook(a.owner, inner.id)
  })

  it('is switched off after failing again and again, and its owners are told', async () => {
    answer = 500
    for (let n = 0; n < 7; n++) await notify.tryWebhook(a.scope, id)
    for (let round = 0; round < 3; round++) await deliver()
    expect(await state()).toMatchObject({
      state: 'disabled',
      problem: expect.stringContaining('20 tries in a row failed'),
    })
    expect(received.length).toBeLessThanOrEqual(21)
    expect(await queued('delivery')).toEqual([])
    await expect(notify.tryWebhook(a.scope, id)).rejects.toMatchObject({ code: 'conflict' })
    const { items } = await notify.list(a.scope, a.owner.principal.id, { limit: 1 })
    expect(items[0]).toMatchObject({ kind: 'notify/webhook.disabled', link: '/settings/webhooks' })
    expect(await notify.changeWebhook(a.owner, { id, state: 'active' })).toMatchObject({ failures: 0, problem: null })
    answer = 410
    await notify.deliver(a.scope, await notify.tryWebhook(a.scope, id))
    expect((await state()).state).toBe('disabled')
  })
})

it('what was lost on the way is announced again', async () => {
  await withOrg(a.scope, (tx) => tx.mail.updateMany({ data: { state: 'sent' } }))
  await told([a.steward.principal.id])
  const long = new Date(Date.now() - 3_600_000)
  await withOrg(a.scope, (tx) => tx.mail.updateMany({ where: { state: 'pending' }, data: { nextAt: long } }))
  expect(await notify.wakeMessages(a.scope)).toBe(1)
  expect(await notify.wakeMessages(b.scope)).toBe(0)
})

it('after a restore nothing of before leaves, and a webhook is off until somebody switches it on', async () => {
  const { id } = await notify.createWebhook(a.owner, { url: hook })
  await told([a.steward.principal.id])
  expect(await notify.sleepMessages(a.scope)).toBe(1)
  expect([await queued('mail'), await queued('delivery')]).toEqual([[], []])
  const { state, problem } = (await notify.findWebhook(a.scope, id))!
  expect([state, problem]).toEqual(['disabled', expect.stringContaining('Restored from a backup')])
})
