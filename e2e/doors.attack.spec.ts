import { expect, journey } from './instance'

// What another site, a stolen cookie or a curious neighbour may try at the portal's own doors.

const foreign = 'https://evil.example'

journey('another site cannot make a signed-in browser change anything', async ({ page, signIn, baseURL }) => {
  await signIn('sam')
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const send = (headers: Record<string, string>, body = '{"name":"stolen"}') =>
    fetch(`${baseURL}/api/v1/tokens`, { method: 'POST', headers: { cookie: cookies, ...headers }, body })
  const json = { 'content-type': 'application/json' }
  expect((await send({ ...json, origin: foreign })).status).toBe(403)
  expect((await send(json)).status).toBe(403)
  expect((await send({ ...json, origin: `${baseURL}`, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await send({ 'content-type': 'text/plain', origin: `${baseURL}` })).status).toBe(400)
  expect((await send({ ...json, origin: `${baseURL}` })).status).toBe(201)
  const trpc = await fetch(`${baseURL}/api/trpc/account.createToken`, {
    method: 'POST',
    headers: { cookie: cookies, ...json, origin: foreign },
    body: '{"name":"stolen"}',
  })
  expect(trpc.status).toBe(403)
})

journey('the session cookie is out of reach of scripts and other sites', async ({ page, signIn }) => {
  await signIn('sam')
  const session = (await page.context().cookies()).find(({ name }) => name === 'stoa.session')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(await page.evaluate(() => document.cookie)).not.toContain('stoa.session')
})

journey(
  'pages forbid foreign scripts and frames, and no address comes from the Host header',
  async ({ page, baseURL }) => {
    const answer = await page.goto('/sign-in')
    const headers = answer?.headers() ?? {}
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'(;|$)/)
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-powered-by']).toBeUndefined()
    const { port } = new URL(baseURL ?? '')
    const description = await page.request.get('/api/openapi.json', { headers: { 'x-forwarded-host': 'evil.example' } })
    expect(description.headers()).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    const text = await description.text()
    expect(text).not.toContain('evil.example')
    expect(text).toContain(`:${port}/api/v1`)
  },
)

journey('batches are bounded, and an unsigned job call runs nothing', async ({ request }) => {
  const many = Array.from({ length: 21 }, () => 'organisation.installation').join(',')
  expect((await request.get(`/api/trpc/${many}?batch=1`)).status()).toBe(400)
  const job = await request.post('/api/inngest?fnId=stoa-sync-connection&stepId=step', {
    data: { event: {}, steps: {}, ctx: {} },
  })
  expect(job.status()).toBeGreaterThanOrEqual(400)
  expect((await request.delete('/api/inngest')).status()).toBe(405)
})

journey("another organisation's address reads as nothing", async ({ page, signIn, complaints }) => {
  await signIn('sam')
  const answer = await page.goto('/somebody-else/catalog')
  expect(answer?.status()).toBe(404)
  complaints.length = 0
})
