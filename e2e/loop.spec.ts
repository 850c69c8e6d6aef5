import { expect, journey, signInAs } from './instance'

// A promise that the real data breaks is found without anybody looking, taken up, and settled by those whose product it is.

const org = '/airsafety'
const fault = 'No flight leaves more than two hours early'

journey('a broken promise is seen, looked after and settled', async ({ browser, baseURL, page, accessible }) => {
  await signInAs(page, 'olga')
  await page.goto(`${org}/catalog`)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Loop' }).click()
  await page.waitForURL(`**${org}/loop`)
  await expect(page.getByText(/\d+ promises? (is|are) broken/)).toBeVisible()
  await accessible()
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: fault })
  await expect(row).toContainText('Flight delays')
  await expect(row).toContainText('Measured 3, must be 0.')
  await expect(row).toContainText('Broken')
  await row.getByRole('link', { name: fault }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(fault)
  await accessible()

  await page.getByRole('button', { name: 'I look after it' }).click()
  await expect(page.getByText('Looked after by Olga Brandt')).toBeVisible()
  await expect(page.getByRole('button', { name: 'I look after it' })).toHaveCount(0)
  const address = page.url()

  // What is done about it is seen by whoever finds the product, and ends with it.
  await page.getByRole('button', { name: 'Adjust' }).click()
  const doing = page.getByRole('dialog')
  await doing.getByRole('radio', { name: 'Mark it degraded' }).click()
  await expect(doing.getByText('Whoever finds or reads it sees your note at once.')).toBeVisible()
  await doing.getByLabel('Why').fill('Three flights leave too early.')
  await accessible()
  await doing.getByRole('button', { name: 'Mark it degraded' }).click()
  const done = page.getByRole('listitem').filter({ hasText: 'Port marked degraded' }).first()
  await expect(done).toContainText('measuring')
  await expect(done.getByRole('button', { name: 'Undo' })).toBeVisible()
  await accessible()

  // Whoever may find the product may read of it, and change nothing.
  const sam = await (await browser.newContext({ baseURL })).newPage()
  await signInAs(sam, 'sam')
  await sam.goto(address)
  await expect(sam.getByRole('heading', { level: 1 })).toHaveText(fault)
  await expect(sam.getByRole('button', { name: 'Resolve' })).toHaveCount(0)
  await expect(sam.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  const mark = sam.getByText('departures is degraded: Three flights leave too early.')
  await sam.goto(`${org}/catalog?q=flight%20delays`)
  await expect(mark).toBeVisible()
  await sam.goto(`${org}/catalog/flight-delays`)
  await expect(mark).toBeVisible()

  await page.getByRole('button', { name: 'Resolve' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /Expected/ }).click()
  await expect(dialog.getByRole('button', { name: 'Resolve' })).toBeDisabled()
  await dialog.getByLabel('Why').fill('The file has them; totals stay true.')
  await accessible()
  await dialog.getByRole('button', { name: 'Resolve' }).click()
  await expect(page.getByText('Resolved by Olga Brandt')).toBeVisible()
  await expect(page.getByText('“The file has them; totals stay true.”')).toBeVisible()

  await sam.reload()
  await expect(sam.getByRole('heading', { level: 1 })).toHaveText('Flight delays')
  await expect(mark).toHaveCount(0)

  await page.goto(`${org}/loop?show=resolved`)
  await expect(row).toContainText('Expected')
  await page.getByRole('tab', { name: 'Open' }).click()
  await expect(row).toHaveCount(0)
})
