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
  await row.getByRole('link', { name: fault }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(fault)
  await accessible()

  await page.getByRole('button', { name: 'I look after it' }).click()
  await expect(page.getByText('Looked after by Olga Brandt')).toBeVisible()
  await expect(page.getByRole('button', { name: 'I look after it' })).toHaveCount(0)
  const address = page.url()

  // Whoever may find the product may read of it, and change nothing.
  const sam = await (await browser.newContext({ baseURL })).newPage()
  await signInAs(sam, 'sam')
  await sam.goto(address)
  await expect(sam.getByRole('heading', { level: 1 })).toHaveText(fault)
  await expect(sam.getByRole('button', { name: 'Resolve' })).toHaveCount(0)

  await page.getByRole('button', { name: 'Resolve' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /Expected/ }).click()
  await expect(dialog.getByRole('button', { name: 'Resolve' })).toBeDisabled()
  await dialog.getByLabel('Why').fill('The file has them; totals stay true.')
  await accessible()
  await dialog.getByRole('button', { name: 'Resolve' }).click()
  await expect(page.getByText('Resolved by Olga Brandt')).toBeVisible()
  await expect(page.getByText('“The file has them; totals stay true.”')).toBeVisible()

  await page.goto(`${org}/loop?show=resolved`)
  await expect(row).toContainText('Expected')
  await page.getByRole('tab', { name: 'Open' }).click()
  await expect(row).toHaveCount(0)
})
