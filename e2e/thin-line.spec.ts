import type { Browser } from '@playwright/test'
import { expect, journey, signInAs } from './instance'

// The main job, end to end, as two people do it: the analyst finds, asks and reads; the owner decides and takes it back.

const product = '/airsafety/catalog/flight-delays'
const sql = 'select count(*) as departures from "flight-delays"."departures"'

async function as(browser: Browser, person: 'sam' | 'olga', baseURL?: string) {
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  await signInAs(page, person)
  return page
}

journey(
  'find, ask, approve, read by screen and script, revoke, refused',
  async ({ browser, baseURL, page, accessible }) => {
    journey.setTimeout(240_000)
    await signInAs(page, 'sam')

    // Find: typos forgiven, as one types.
    await page.goto('/airsafety/catalog')
    await page.getByLabel('Search the catalog').fill('fligth delays')
    await page.getByRole('link', { name: 'Flight delays' }).first().click()
    await page.waitForURL(new RegExp(product))
    await expect(page.getByRole('heading', { name: 'Flight delays' })).toBeVisible()
    await accessible()

    // Ask.
    await page.getByRole('button', { name: 'Request access' }).first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radio', { name: /Analytics/ }).click()
    await sheet.getByLabel('Reason').fill('To set delays against strikes.')
    await sheet.getByRole('button', { name: 'Request access' }).click()
    await expect(sheet).toBeHidden()

    // Before a decision nothing is read.
    const script = await makeToken(page)
    const query = (token: string, statement = sql) =>
      fetch(`${baseURL}/api/v1/query`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ sql: statement, format: 'json' }),
      })
    expect((await query(script)).status).toBe(403)

    // The owner sees who asks for what and why, and approves.
    const owner = await as(browser, 'olga', baseURL)
    await owner.goto('/airsafety/inbox')
    await owner
      .getByRole('button', { name: /Sam Reyes/ })
      .first()
      .click()
    await expect(owner.getByText('To set delays against strikes.').first()).toBeVisible()
    await owner.getByRole('button', { name: /^Approve/ }).click()
    await expect(owner.getByText('To set delays against strikes.')).toHaveCount(0)

    // The asker reads: on the page, and by script with a receipt that holds.
    await page.goto(`/airsafety/query?sql=${encodeURIComponent(sql)}`)
    await page.getByRole('button', { name: 'Run' }).click()
    await expect(page.getByText('3000000').first()).toBeVisible({ timeout: 30_000 })
    const answer = await query(script)
    const body = await answer.json()
    expect([answer.status, body.rows]).toEqual([200, [['3000000']]])
    const receipt = await get(`${baseURL}/api/v1/receipts/${body.receipt}`, script)
    expect(receipt.sql).toBe(sql)

    // The owner takes it back; the next read is refused and says why.
    await owner.goto(`${product}?tab=people`)
    await owner.getByRole('button', { name: 'Revoke Sam Reyes’s access' }).click()
    const dialog = owner.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('The study is over.')
    await dialog.getByRole('button', { name: 'Revoke access' }).click()
    await expect(dialog).toBeHidden()
    const refused = await query(script)
    expect(refused.status).toBe(403)
    expect((await refused.json()).error.message).toMatch(/revoked/i)

    // A statement over what is not held stays refused, and the other organisation's names mean nothing.
    expect((await query(script, 'select * from "nothing"."here"')).status).toBeGreaterThanOrEqual(400)
    await page.goto('/airsafety/access?show=ended')
    await expect(page.getByText('The study is over.').first()).toBeVisible()
    await owner.context().close()
  },
)

async function makeToken(page: import('@playwright/test').Page): Promise<string> {
  await page.goto('/airsafety/settings/tokens')
  await page.getByRole('button', { name: 'New token' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill('journey')
  await sheet.getByRole('button', { name: 'Make token' }).click()
  const token = sheet.getByText(/^stoa_pat_/)
  await expect(token).toBeVisible()
  const text = (await token.textContent()) ?? ''
  await sheet.getByRole('button', { name: 'I have copied it' }).click()
  return text.trim()
}

async function get(url: string, token: string) {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  return answer.json()
}
