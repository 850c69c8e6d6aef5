import type { Browser } from '@playwright/test'
import pg from 'pg'
import { expect, journey, signInAs } from './instance'

// A grant in the source: asked for, proven, read with a sign-in of one's own, taken back, and refused there.

async function as(browser: Browser, person: 'pavel', baseURL?: string) {
  const page = await (await browser.newContext({ baseURL })).newPage()
  await signInAs(page, person)
  return page
}

journey('ask in the source, be proven, sign in there, be revoked', async ({ browser, baseURL, page, accessible }) => {
  journey.setTimeout(240_000)
  await signInAs(page, 'olga')
  await page.goto('/airsafety/catalog/zip-codes?request=1')
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: /Operations/ }).click()
  await sheet.getByRole('radio', { name: /In the source too/ }).click()
  await sheet.getByRole('button', { name: 'Request access' }).click()
  await expect(sheet).toBeHidden()

  const owner = await as(browser, 'pavel', baseURL)
  await owner.goto('/airsafety/inbox')
  await owner
    .getByRole('button', { name: /Zip codes/ })
    .first()
    .click()
  await owner.getByRole('button', { name: /^Approve/ }).click()

  // Its holder sees when it was read as them, and what was refused.
  await page.goto('/airsafety/access')
  await expect(page.getByText(/In the source too: read as you/)).toBeVisible({ timeout: 30_000 })
  await page.getByText(/^Proof: \d+ allowed, \d+ refused/).click()
  await expect(page.getByText(/permission denied for table zip_codes/).first()).toBeVisible()
  await accessible()

  await page.getByRole('button', { name: /^Credentials for Zip codes/ }).click()
  await page.getByRole('button', { name: 'Make credentials' }).click()
  const shown = page.getByRole('dialog')
  await expect(shown.getByRole('button', { name: 'I have copied it' })).toBeVisible()
  const said = await shown.locator('pre').allTextContents()
  const [user = '', password = '', statement = ''] = said.map((text) => text.trim())
  const port = Number(/Port\s*(\d+)/.exec(await shown.innerText())?.[1])
  const there = { host: '127.0.0.1', port, database: 'reference', user, password }
  const client = new pg.Client(there)
  client.on('error', () => undefined)
  await client.connect()
  expect((await client.query(`${statement} limit 3`)).rowCount).toBe(3)
  await expect(client.query('select * from zip_codes')).rejects.toThrow('permission denied')
  await page.getByRole('button', { name: 'I have copied it' }).click()

  // The owner sees what stands open beside it, and takes it back.
  await owner.goto('/airsafety/catalog/zip-codes?tab=people')
  await owner.getByRole('button', { name: /Olga Brandt’s access stands in the source/ }).click()
  await expect(owner.getByText('What else can be told')).toBeVisible()
  await owner.keyboard.press('Escape')
  await owner.getByRole('button', { name: 'Revoke Olga Brandt’s access' }).click()
  await owner.getByLabel('Reason').fill('The work is done.')
  await owner.getByRole('button', { name: 'Revoke access' }).click()
  await expect(owner.getByRole('dialog')).toBeHidden()

  // What was open is ended, and nothing lets it in again.
  await expect
    .poll(
      () =>
        client.query(statement).then(
          () => 'read',
          () => 'refused',
        ),
      { timeout: 15_000 },
    )
    .toBe('refused')
  await expect(new pg.Client(there).connect()).rejects.toThrow()
  await page.goto('/airsafety/access?show=ended')
  await expect(page.getByText('Proven to be gone in the source')).toBeVisible({ timeout: 15_000 })
})
