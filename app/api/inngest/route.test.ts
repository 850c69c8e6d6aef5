import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NextRequest } from 'next/server'
import { afterAll, expect, test } from 'vitest'
import { newKeys } from '@/jobs/trial/world'

const registered: string[] = []
const inngest = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  if (request.url?.startsWith('/fn/register')) registered.push(body)
  response.setHeader('content-type', 'application/json').end('{"ok":true,"modified":true}')
})
afterAll(() => inngest.close())

test('whoever asks for a registration, the server is told the address of the settings, not that of the call', async () => {
  await new Promise<void>((resolve) => inngest.listen(0, '127.0.0.1', resolve))
  const keys = newKeys()
  Object.assign(process.env, {
    INNGEST_BASE_URL: `http://127.0.0.1:${(inngest.address() as AddressInfo).port}`,
    INNGEST_SIGNING_KEY: keys.signingKey,
    INNGEST_EVENT_KEY: keys.eventKey,
    JOB_APP_URL: 'http://portals.internal:8080/api/inngest',
  })
  const { PUT } = await import('./route')
  const forged = new NextRequest('http://evil.example/api/inngest', {
    method: 'PUT',
    headers: { host: 'evil.example' },
  })
  const answer = await PUT(forged, undefined)
  expect(answer.status).toBe(200)
  expect(registered).toHaveLength(1)
  expect(JSON.parse(registered[0]!).url).toBe('http://portals.internal:8080/api/inngest')
  expect(registered[0]).not.toContain('evil')
})
