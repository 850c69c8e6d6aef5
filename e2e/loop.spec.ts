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

  // It stands on the promise's line too, and the rows behind the number are there for who may read them.
  await page.getByRole('button', { name: 'Rows that break it' }).click()
  const rows = page.getByRole('table', { name: `Rows that break “${fault}”` })
  await expect(rows.getByRole('row')).toHaveCount(4)
  await expect(page.getByText('3 rows break it, of the rows that the port shows.')).toBeVisible()
  await accessible()

  // Whoever may find the product may read of it, and change nothing.
  const sam = await (await browser.newContext({ baseURL })).newPage()
  await signInAs(sam, 'sam')
  await sam.goto(address)
  await expect(sam.getByRole('heading', { level: 1 })).toHaveText(fault)
  await expect(sam.getByRole('button', { name: 'Resolve' })).toHaveCount(0)
  await expect(sam.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await expect(sam.getByRole('button', { name: 'Rows that break it' })).toHaveCount(0)
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

journey('what drift compares is laid over each other', async ({ page, baseURL, accessible }) => {
  await signInAs(page, 'olga')
  const headers = { origin: baseURL! }
  const document = '/api/v1/products/flight-delays/expectations'
  const reference = { from: '2001-05-01T00:00:00Z', to: '2001-06-01T00:00:00Z' }
  const drift = { kind: 'drift', port: 'departures', column: 'delay', by: 'date', window: 'P7D', reference }
  expect((await page.request.put(document, { headers, data: { items: [drift] } })).status()).toBe(200)
  await page.goto(`${org}/loop/promises/flight-delays?kind=drift`)
  await page.getByRole('button', { name: 'Compare its values' }).click()
  const picture = page.getByRole('figure').filter({ hasText: 'delay: the reference and now' })
  // Three million rows are looked through when it is asked for, and measured at the same time.
  await expect(picture).toContainText('they differ most at', { timeout: 45_000 })
  await accessible()
  await picture.getByRole('button', { name: 'As table' }).click()
  await expect(page.getByRole('table', { name: 'delay: the reference and now' })).toBeVisible()
  expect((await page.request.put(document, { headers, data: { items: [] } })).status()).toBe(200)
})
