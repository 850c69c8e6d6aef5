import type { Page } from '@playwright/test'
import { expect, journey, signInAs } from './instance'

// Stoa under its own watch: somebody goes around those who decide, the loop says so, and is content once that was found right.

const org = '/airsafety'
const rule = 'Nothing is approved without the steps that policy asks for'
const reason = 'A strike is being looked into right now.'

async function copyRequests(page: Page) {
  await page.goto(`${org}/connections`)
  await page.getByRole('link', { name: 'stoa-records' }).click()
  await page.getByRole('checkbox', { name: 'requests' }).check()
  await page.getByRole('button', { name: 'Copy 1 asset' }).click()
  await page.waitForURL(/\/runs\//)
  await expect(page.getByText('Done.').first()).toBeVisible({ timeout: 60_000 })
}

/** What an attempt before this one left. */
async function endLast(page: Page) {
  await page.goto(`${org}/inbox?box=review`)
  const left = page.getByRole('button').filter({ hasText: reason })
  await expect(left.or(page.getByText('No emergency to review'))).toBeVisible()
  if (!(await left.isVisible())) return
  await left.click()
  await page.getByPlaceholder(/and the auditor read/).fill('Left over.')
  await page.getByRole('button', { name: 'Not justified, end it' }).click()
  await expect(left).toHaveCount(0)
}

journey(
  'access taken in an emergency is an incident until its review',
  async ({ browser, baseURL, page, accessible }) => {
    journey.setTimeout(240_000)
    await signInAs(page, 'pavel')
    await endLast(page)
    const stella = await (await browser.newContext({ baseURL })).newPage()
    await signInAs(stella, 'stella')
    await stella.goto(`${org}/catalog/zip-codes`)
    const sheet = stella.getByRole('dialog')
    await expect(async () => {
      await stella.getByRole('button', { name: 'Emergency' }).click({ timeout: 3_000 })
      await expect(sheet).toBeVisible({ timeout: 3_000 })
    }).toPass({ timeout: 30_000 })
    await sheet.getByRole('button', { name: 'Break the glass' }).click()
    await expect(sheet.getByText('Say what the emergency is')).toBeVisible()
    await sheet.getByLabel('What the emergency is').fill(reason)
    await sheet.getByRole('button', { name: 'Break the glass' }).click()
    await expect(stella.getByText('You have access')).toBeVisible()

    await copyRequests(page)
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: rule })
    await expect(async () => {
      await page.goto(`${org}/loop`)
      await expect(row).toContainText('How access is given', { timeout: 3_000 })
    }).toPass({ timeout: 60_000 })
    await row.getByRole('link', { name: rule }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(rule)
    await expect(page.getByText('Measured 1, must be 0.').first()).toBeVisible()
    await accessible()

    await page.goto(`${org}/inbox?box=review`)
    await page.getByRole('button').filter({ hasText: reason }).click()
    await accessible()
    await page.getByRole('button', { name: 'Justified', exact: true }).click()
    await expect(page.getByText('Stella Okafor is told.')).toBeVisible()
    await copyRequests(page)
    await expect(async () => {
      await page.goto(`${org}/loop?show=resolved`)
      await expect(row).toContainText('How access is given', { timeout: 3_000 })
    }).toPass({ timeout: 60_000 })
  },
)
