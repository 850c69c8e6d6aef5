import fs from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import Provider from 'oidc-provider'
import { freePort } from '../scripts/postgres'
import { type Instance, startInstance } from '../scripts/test/instance'

// A real OpenID Connect provider on loopback; whoever signs in there is <login>@idp.example, verified unless it says "unverified".
const client = { id: 'stoa', secret: 'a-secret-between-the-two' }
const owner = { email: 'first@oidc.example', name: 'First Owner', password: 'a password of some length' }

let instance: Instance
let folder: string
let token: string
let close: () => void

function provider(issuer: string, redirect: string): Provider {
  return new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirect] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['only for this test'] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@idp.example`, email_verified: !sub.startsWith('unverified'), name: sub }),
    }),
  })
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-oidc-'))
  fs.chmodSync(folder, 0o711)
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  Object.assign(process.env, {
    AUTH_OIDC_ISSUER: issuer,
    AUTH_OIDC_CLIENT_ID: client.id,
    AUTH_OIDC_CLIENT_SECRET: client.secret,
    AUTH_OIDC_NAME: 'Example IdP',
  })
  instance = await startInstance(path.join(folder, 'data'), ['--empty'])
  for (const name of Object.keys(process.env)) if (name.startsWith('AUTH_OIDC_')) delete process.env[name]
  const server = provider(issuer, `${instance.address}/api/auth/callback/oidc`).listen(port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  expect((server.address() as AddressInfo).port).toBe(port)
  close = () => server.close()
  const made = await fetch(`${instance.address}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ slug: 'oidc', name: 'By provider', owner }),
  })
  token = ((await made.json()) as { token: string }).token
})

test.afterAll(async () => {
  close?.()
  await instance?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

const api = async (method: string, route: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${instance.address}/api/v1${route}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return (await answer.json()) as Record<string, string>
}

async function signIn(page: import('@playwright/test').Page, login: string) {
  await page.goto(`${instance.address}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Example IdP' }).click()
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL((url) => url.origin === instance.address)
}

test('an invited person comes in by the provider, and stays linked by subject', async ({ browser }) => {
  const { id } = await api('POST', '/members', { email: 'ida@idp.example', name: 'Ida', role: 'member' })
  for (const visit of ['first', 'again']) {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, 'ida')
    await page.waitForURL(/\/oidc(\/|$)/)
    expect([visit, new URL(page.url()).origin]).toEqual([visit, instance.address])
    await context.close()
  }
  await api('PATCH', `/members/${id}`, { state: 'disabled' })
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, 'ida')
  await expect(page.getByText('No member of an organisation here is linked to that account')).toBeVisible()
  await context.close()
})

test('nobody comes in uninvited, by an unverified e-mail, or over an account that has a password', async ({
  browser,
}) => {
  await api('POST', '/members', { email: 'unverified-uma@idp.example', name: 'Uma', role: 'member' })
  const invited = await api('POST', '/members', { email: 'paul@idp.example', name: 'Paul', role: 'member' })
  const { code } = invited.invitation as unknown as { code: string }
  await api('POST', `/invitations/${code}/accept`, { name: 'Paul', password: 'a password of his own' })
  for (const login of ['stranger', 'unverified-uma', 'paul']) {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, login)
    await expect(page.getByText('No member of an organisation here is linked to that account')).toBeVisible()
    await context.close()
  }
})
