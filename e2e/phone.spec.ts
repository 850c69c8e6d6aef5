import type { Browser, Page } from '@playwright/test'
import { expect, journey, signInAs } from './instance'

// What one does between two meetings, with a thumb: read a product, decide a request.

const phone = { width: 390, height: 844 }
const reason = `From the platform, ${Date.now().toString(36)}.`
const asked = { product: 'bird-strikes', port: 'strikes', purpose: 'research', reason, duration: 'P30D' }

journey.use({ viewport: phone, hasTouch: true, isMobile: true })

journey('read a product and approve a request; nothing scrolls sideways', async ({ browser, baseURL, page }) => {
  journey.setTimeout(120_000)
  const asker = await requestAccess(browser, baseURL ?? '')
  await signInAs(page, 'sam')

  await page.goto('/airsafety/catalog')
  await expect(page.getByRole('link', { name: 'Bird strikes' }).first()).toBeVisible()
  await fits(page)
  await page.getByRole('link', { name: 'Bird strikes' }).first().tap()
  await page.waitForURL(/\/catalog\/bird-strikes/)
  await expect(page.getByRole('heading', { name: 'Bird strikes' })).toBeVisible()
  await fits(page)
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    await expect(tab).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('tabpanel').first()).toBeVisible()
    await fits(page)
  }

  // The list comes first; a request opens over it, and the decision stays in reach.
  await page.goto('/airsafety/inbox')
  await fits(page)
  await page.getByRole('button').filter({ hasText: reason }).click()
  await expect(page.getByRole('heading', { name: 'Stella Okafor asks for Bird strikes' })).toBeVisible()
  await fits(page)
  const approve = page.getByRole('button', { name: 'Approve for 30 days' })
  await expect(approve).toBeInViewport()
  await approve.click()
  await expect(page.getByText('Approved for 30 days').first()).toBeVisible()
  await expect(page.getByText(reason)).toHaveCount(0)
  await page.goto('/airsafety/inbox?box=decided')
  await expect(page.getByRole('button').filter({ hasText: reason })).toBeVisible()

  // She holds it, and gives it back: the next run finds the instance as this one did.
  expect(await asker.giveBack()).toBe(1)
  await asker.leave()
})

/** Stella asks by script, in a session of her own. */
async function requestAccess(browser: Browser, baseURL: string) {
  const context = await browser.newContext({ baseURL })
  await signInAs(await context.newPage(), 'stella')
  const headers = { origin: baseURL }
  const giveBack = async () => {
    const held = await (await context.request.get('/api/v1/grants?mine=true&live=true&product=bird-strikes')).json()
    const mine = (held.items as { id: string; state: string }[]).filter(({ state }) => state === 'active')
    for (const { id } of mine) {
      const ended = await context.request.post(`/api/v1/grants/${id}/revoke`, { headers, data: { note: 'Read.' } })
      expect(ended.status()).toBe(200)
    }
    return mine.length
  }
  await giveBack()
  const mine = await (await context.request.get('/api/v1/access-requests?box=mine&state=submitted')).json()
  for (const { id, product } of mine.items as { id: string; product: string }[])
    if (product === asked.product)
      await context.request.post(`/api/v1/access-requests/${id}/withdraw`, { headers, data: {} })
  const answer = await context.request.post('/api/v1/access-requests', { headers, data: asked })
  expect(answer.status()).toBe(201)
  return { giveBack, leave: () => context.close() }
}

/** The page is no wider than the screen. */
async function fits(page: Page) {
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(width).toBeLessThanOrEqual(phone.width)
}
