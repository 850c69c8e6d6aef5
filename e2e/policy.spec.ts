import type { Browser, Page } from '@playwright/test'
import { accessibleNow, expect, journey, signInAs } from './instance'

// A policy from its typo to its end: written, mended, tried on everyone, saved, felt by somebody, found in the log, taken back.

const written = (attribute: string) => `@id("sam does not find airports")
forbid (
  principal == Member::"sam@airsafety.example",
  action in [Action::"discover", Action::"view"],
  resource is Product
) when { resource.${attribute} == "airports" };`

const editor = (page: Page) => page.getByRole('textbox', { name: 'Policies of the organisation' })
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

async function asSam(browser: Browser, baseURL?: string) {
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  await signInAs(page, 'sam')
  return page
}

/** Whether the catalog finds the airports for who is signed in. */
async function findsAirports(page: Page) {
  const answer = await page.request.get('/api/v1/search?q=airports')
  expect(answer.status()).toBe(200)
  const { items } = (await answer.json()) as { items: { slug: string }[] }
  return items.some(({ slug }) => slug === 'airports')
}

async function save(page: Page, note: string) {
  await page.keyboard.press('ControlOrMeta+s')
  const sheet = page.getByRole('dialog', { name: 'Save the policies' })
  await sheet.getByLabel('Note').fill(note)
  await sheet.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(sheet).toBeHidden()
}

journey(
  'write a policy, mend it, see what it changes, save it, feel it, take it back',
  async ({ browser, baseURL, page }) => {
    journey.setTimeout(240_000)
    const sam = await asSam(browser, baseURL)
    expect(await findsAirports(sam)).toBe(true)

    // A typo is told at its place.
    await signInAs(page, 'pavel')
    await page.goto('/airsafety/policy')
    await expect(editor(page)).toBeVisible()
    await accessibleNow(page)
    await editor(page).fill(written('slgu'))
    const faults = page.getByRole('list', { name: 'Faults' })
    await expect(faults.getByRole('button', { name: /^6:\d+ .*slgu/ })).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('.cm-lintRange-error')).toBeVisible()
    await page.getByRole('button', { name: 'Save…' }).click()
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
    await page.keyboard.press('Escape')

    // Mended, it says what it would change before anybody feels it.
    await editor(page).fill(written('slug'))
    await expect(page.getByText('1 policy changes')).toBeVisible({ timeout: 60_000 })
    await tab(page, 'What would change')
    const taken = page.getByRole('region', { name: 'Taken away' })
    await expect(taken.getByText('Sam Reyes')).toBeVisible({ timeout: 60_000 })
    await expect(taken.getByText('find airports', { exact: true })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Given' })).toHaveCount(0)
    await accessibleNow(page)
    expect(await findsAirports(sam)).toBe(true)

    // Saved, it decides at once.
    await tab(page, 'Policies')
    await save(page, 'Airports are not for Sam')
    await expect(page.getByText(/^Version \d+ stands$/).first()).toBeVisible()
    expect(await findsAirports(sam)).toBe(false)
    const gone = await sam.goto('/airsafety/catalog/airports')
    expect(gone?.status()).toBe(404)

    // Who can see it and why, and the refusal in the log.
    await page.goto('/airsafety/policy?view=who&thing=airports')
    const answer = page.getByRole('list', { name: 'Who may' }).getByRole('listitem').filter({ hasText: 'Sam Reyes' })
    await expect(answer.getByText('May not')).toBeVisible()
    await answer.getByRole('button', { name: 'sam does not find airports' }).click()
    await expect(page.getByRole('dialog').getByText('resource.slug == "airports"')).toBeVisible()
    await page.keyboard.press('Escape')
    await accessibleNow(page)
    await tab(page, 'Decisions')
    await page.getByLabel('Who', { exact: true }).selectOption({ label: 'Sam Reyes' })
    await page.getByLabel('Answer', { exact: true }).selectOption('Refused')
    const refusal = page.getByRole('list', { name: 'Decisions' }).getByRole('listitem').first()
    await expect(refusal).toContainText('airports')
    await expect(refusal).toContainText('sam does not find airports')
    await accessibleNow(page)

    // Back to what stood before, as a version like any other.
    await tab(page, 'Policies')
    const versions = page.getByRole('list', { name: 'Versions' })
    await expect(versions.getByText('Airports are not for Sam').first()).toBeVisible()
    await versions
      .getByRole('button', { name: /^Look at version/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Edit from this text' }).click()
    await save(page, 'As before')
    expect(await findsAirports(sam)).toBe(true)
    await sam.context().close()
  },
)
