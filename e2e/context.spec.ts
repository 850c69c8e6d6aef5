import type { Page } from '@playwright/test'
import { expect, journey, signInAs } from './instance'

// A context product found, asked for, agreed to, searched and taken back, as two people live it.

journey(
  'find what was written down, ask, search it, read it, and lose it',
  async ({ browser, baseURL, page, accessible }) => {
    journey.setTimeout(240_000)
    await signInAs(page, 'sam')
    await giveBack(page)

    // Nothing is found before it is held, and where to look is said.
    await page.goto('/airsafety/context')
    await page.getByLabel('Search context').fill('approve a request')
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await expect(page.getByText('Nothing that you may read has these words')).toBeVisible()
    await page.getByRole('link', { name: 'Find context products' }).click()
    await page.getByRole('link', { name: 'Handbook of this portal' }).click()
    await expect(page.getByText('What a page says is a quotation')).toBeVisible()
    await accessible()

    // Items are asked for whole.
    await page.getByRole('button', { name: 'Request access' }).first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radio', { name: /Analytics/ }).click()
    await expect(sheet.getByRole('checkbox')).toHaveCount(0)
    await sheet.getByLabel('Reason').fill('To know how requests are decided.')
    await sheet.getByRole('button', { name: 'Request access' }).click()
    await expect(sheet).toBeHidden()

    const context = await browser.newContext({ baseURL })
    const owner = await context.newPage()
    await signInAs(owner, 'pavel')
    await owner.goto('/airsafety/inbox')
    await owner.getByRole('button').filter({ hasText: 'To know how requests are decided.' }).click()
    await owner.getByRole('button', { name: /^Approve for/ }).click()
    await expect(owner.getByText('Approved for 90 days').first()).toBeVisible()

    await page.goto('/airsafety/catalog/handbook')
    await page.getByRole('link', { name: 'Search it' }).first().click()
    await page.getByLabel('Search context').fill('who decides a request')
    await page.getByLabel('Search context').press('Enter')
    const found = page.getByRole('list', { name: 'Found' })
    await expect(found.getByRole('listitem').first()).toBeVisible()
    await expect(found.locator('mark').first()).toBeVisible()
    await accessible()

    // As its source has it, with the place it comes from.
    const name = (await found.getByRole('link').first().textContent())!
    await found.getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.locator('pre')).toContainText('# ')
    await expect(page.getByText(/^demo\/handbook\/.*\.md$/)).toBeVisible()
    await accessible()
    const item = page.url()

    // Taken back, it is not there at the next call.
    await giveBack(page)
    expect((await page.request.get(item)).status()).toBe(404)
    await page.goto('/airsafety/context?q=request')
    await expect(page.getByText('Nothing that you may read has these words')).toBeVisible()
    await context.close()
  },
)

/** What one holds of the handbook or has asked of it ends, so that the next run finds the instance as this one did. */
async function giveBack(page: Page) {
  const headers = { origin: new URL(page.url()).origin }
  const asked = await (await page.request.get('/api/v1/access-requests?box=mine')).json()
  const open = (asked.items as Record<'id' | 'product' | 'state', string>[]).filter(
    ({ product, state }) => product === 'handbook' && ['submitted', 'info_needed'].includes(state),
  )
  for (const { id } of open)
    expect((await page.request.post(`/api/v1/access-requests/${id}/withdraw`, { headers })).status()).toBe(200)
  const held = await (await page.request.get('/api/v1/grants?mine=true&live=true&product=handbook')).json()
  for (const { id } of held.items as { id: string }[])
    expect((await page.request.post(`/api/v1/grants/${id}/revoke`, { headers, data: {} })).status()).toBe(200)
}
