import type { Page } from '@playwright/test'
import { expect, journey, signInAs } from './instance'

// A request that is asked back about and granted on narrower terms, as two people live it.

const reason = `To compare Swiss towns, ${Date.now().toString(36)}.`
const question = 'Do you need the coordinates?'

journey('ask, be asked back, answer, get less, and read just that', async ({ browser, baseURL, page, accessible }) => {
  journey.setTimeout(240_000)
  await signInAs(page, 'sam')
  await giveBack(page)

  // The sheet says who decides before anything is sent.
  await page.goto('/airsafety/catalog/cities?request=1')
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: /Research/ }).click()
  await sheet.getByLabel('Reason').fill(reason)
  await expect(sheet.getByRole('region', { name: 'Who decides' })).toContainText('Pavel Novak')
  await expect(sheet.getByRole('checkbox')).toHaveCount(8)
  await accessible()
  await sheet.getByRole('button', { name: 'Request access' }).click()
  await expect(sheet).toBeHidden()

  // The owner weighs it, and asks.
  const context = await browser.newContext({ baseURL })
  const owner = await context.newPage()
  await signInAs(owner, 'pavel')
  await owner.goto('/airsafety/inbox')
  await owner.getByRole('button').filter({ hasText: reason }).click()
  await expect(owner.getByRole('heading', { name: 'Sam Reyes asks for Cities' })).toBeVisible()
  await owner.getByPlaceholder(/A note or a question/).fill(question)
  await owner.getByRole('button', { name: /^Ask(?!ed)/ }).click()
  await expect(owner.getByText('Sam Reyes is told. Cities')).toBeVisible()

  // The asker reads the question and answers.
  await page.goto('/airsafety/access?show=requests')
  await expect(page.getByText(question)).toBeVisible()
  await page.getByLabel('Your answer').fill('No, names will do.')
  await page.getByRole('button', { name: 'Answer', exact: true }).click()
  await expect(page.getByLabel('Your answer')).toHaveCount(0)

  // Less is given than was asked for: two columns fewer, and the rows of one country.
  await owner.goto('/airsafety/inbox')
  await owner.getByRole('button').filter({ hasText: reason }).click()
  await expect(owner.getByText('No, names will do.')).toBeVisible()
  await owner.getByRole('button', { name: /^Terms/ }).click()
  for (const column of ['latitude', 'longitude']) await owner.getByRole('checkbox', { name: column }).click()
  await owner.getByLabel('Rows').fill("country = 'CH'")
  await owner.getByRole('button', { name: /^Approve on these terms/ }).click()
  await expect(owner.getByText('Approved for 90 days').first()).toBeVisible()
  await context.close()

  // What is read is what was given, and nothing beside.
  const read = (sql: string) => page.request.post('/api/v1/query', { data: { sql }, headers: { origin: baseURL! } })
  const countries = await read('select distinct country from "cities"."cities"')
  expect((await countries.json()).rows).toEqual([['CH']])
  expect((await read('select latitude from "cities"."cities"')).status()).toBe(400)
  await page.goto('/airsafety/access')
  await expect(page.getByText("country = 'CH'")).toBeVisible()
  await accessible()
  await giveBack(page)
})

/** What one holds of cities or has asked of it ends, so that the next run finds the instance as this one did. */
async function giveBack(page: Page) {
  const headers = { origin: new URL(page.url()).origin }
  const asked = await (await page.request.get('/api/v1/access-requests?box=mine')).json()
  const open = (asked.items as Record<'id' | 'product' | 'state', string>[]).filter(
    ({ product, state }) => product === 'cities' && ['submitted', 'info_needed'].includes(state),
  )
  for (const { id } of open)
    expect((await page.request.post(`/api/v1/access-requests/${id}/withdraw`, { headers })).status()).toBe(200)
  const held = await (await page.request.get('/api/v1/grants?mine=true&live=true&product=cities')).json()
  for (const { id } of held.items as { id: string }[])
    expect((await page.request.post(`/api/v1/grants/${id}/revoke`, { headers, data: {} })).status()).toBe(200)
}
