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

journey('how things stand is read at a glance, followed to its line, and muted there', async ({ page, accessible }) => {
  await signInAs(page, 'olga')
  await page.goto(`${org}/loop`)
  await expect(page.getByText('Live: read again every 15 s')).toBeVisible()
  await expect(page.getByText('Promises kept this week')).toBeVisible()
  await expect(page.getByRole('term').filter({ hasText: 'Until it is seen' })).toBeVisible()
  const matrix = page.getByRole('table', { name: 'Promises by product and kind' })
  await expect(matrix.getByRole('row').nth(1)).toContainText('broken')
  const sheet = await page.request.get('/api/v1/loop/export?what=promises')
  expect(sheet.headers()['content-type']).toContain('text/csv')
  expect(await sheet.text()).toContain('"flight-delays"')

  await page.getByLabel('Promises shown').selectOption('Muted')
  await expect(page.getByText('No promises match')).toBeVisible()
  await expect(page).toHaveURL(/stands=muted/)
  await page.getByRole('button', { name: 'Without “Muted”' }).click()
  await page.getByRole('switch', { name: 'Live' }).click()
  await expect(page).toHaveURL(/live=false/)
  await accessible()

  await matrix.getByRole('link', { name: 'Flight delays' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Promises of Flight delays')
  const promise = page.getByRole('heading', { level: 3, name: fault })
  await expect(promise).toBeVisible()
  await page.getByRole('button', { name: `Mute ${fault}` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Mute' })).toBeDisabled()
  await dialog.getByLabel('Why').fill('Known until the file is replaced.')
  await accessible()
  await dialog.getByRole('button', { name: 'Mute' }).click()
  await expect(page.getByText('“Known until the file is replaced.”')).toBeVisible()
  await accessible()
  await page.goto(`${org}/loop?stands=muted`)
  await expect(matrix.getByRole('row').nth(1)).toContainText('1 muted')
  await page.goto(`${org}/catalog/flight-delays?tab=quality`)
  await page.getByRole('link', { name: 'Every promise as a line' }).click()
  await page.getByRole('button', { name: `Unmute ${fault}` }).click()
  await expect(page.getByRole('button', { name: `Mute ${fault}`, exact: true })).toBeVisible()
})
