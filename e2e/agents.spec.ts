import type { APIRequestContext } from '@playwright/test'
import { accessibleNow, expect, journey, signInAs } from './instance'

// An agent from its making to the switch that stops it, with one thumb; and what it did as a line of time.

const name = `Nightly figures ${Date.now().toString(36)}`

journey.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

/** One call as the agent would make it: signed with its token, without anybody's cookie. */
const ask = async (request: APIRequestContext, token: string, place: string, data?: object) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await request.fetch(`/api/v1${place}`, { method: data ? 'POST' : 'GET', headers, data })
  return { status: answer.status(), text: await answer.text() }
}

journey('make an agent, see what it does, stop it', async ({ page, playwright, baseURL }) => {
  journey.setTimeout(120_000)
  const script = await playwright.request.newContext({ baseURL })
  await signInAs(page, 'stella')
  await page.goto('/airsafety/agents')
  await page.getByRole('button', { name: 'New agent' }).first().tap()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('radio', { name: /Research/ }).tap()
  await page.getByRole('button', { name: 'Make agent' }).tap()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await page.waitForURL(/\/agents\/agt_/)
  await accessibleNow(page)

  await page.getByRole('button', { name: 'New token' }).tap()
  const token = (await page.getByText(/stoa_agent_[\w-]{20,}/).textContent())?.trim() ?? ''
  await page.getByRole('button', { name: 'I have copied it' }).tap()

  // It finds what is published, and reads nothing that was not granted to it.
  expect((await ask(script, token, '/search?q=strikes')).status).toBe(200)
  const refused = await ask(script, token, '/query', { sql: 'select 1 from "bird-strikes"."strikes"' })
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('can ask for it')])
  const did = page.getByRole('list', { name: 'What it did' })
  await expect(did.getByText('Refused')).toBeVisible()
  await expect(did.getByText('select 1 from "bird-strikes"."strikes"')).toBeVisible()
  await expect(did.getByText('Searched')).toBeVisible()
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(sideways).toBeLessThanOrEqual(0)

  // One switch, within reach.
  await page.evaluate(() => window.scrollTo(0, 0))
  const mayRun = page.getByRole('switch', { name: `${name} may run` })
  await expect(mayRun).toBeInViewport()
  await mayRun.tap()
  await expect(page.getByText(`${name} is stopped`)).toBeVisible()
  const stopped = await ask(script, token, '/me')
  expect([stopped.status, stopped.text]).toEqual([403, expect.stringContaining('was stopped')])

  // The next run finds the instance as this one did.
  await page.getByRole('button', { name: 'Remove agent' }).tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove agent' }).tap()
  await page.waitForURL(/\/agents$/)
  expect((await ask(script, token, '/me')).status).toBe(401)
  await script.dispose()
})
