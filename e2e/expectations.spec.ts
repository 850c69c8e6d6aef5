import { expect, journey, signInAs } from './instance'

// An owner expects something of a product beside its contract: it is tried on the past, watched, and what is not so is an incident.

const address = '/airsafety/products/flight-delays/expectations'
const title = 'Enough departures are there'

journey('an expectation is tried, goes live, fires and is taken away', async ({ page, accessible }) => {
  await signInAs(page, 'olga')
  await page.goto(address)
  await page.getByRole('button', { name: 'Add an expectation' }).click()
  const form = page.getByRole('form', { name: 'Add an expectation' })
  await form.getByRole('radio', { name: /^Volume/ }).click()
  await form.getByLabel(/^At least/).fill('9')
  await form.getByLabel(/^At most/).fill('5')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(form.getByText('must not lie above the high end')).toBeVisible()
  await form.getByLabel(/^At least/).fill('2900000')
  await form.getByLabel(/^At most/).fill('')
  await form.getByLabel(/^Title/).fill(title)
  await form.getByRole('checkbox', { name: /Watch it from now on/ }).uncheck()
  await accessible()
  await form.getByRole('button', { name: 'Add', exact: true }).click()

  const row = page.getByRole('list', { name: 'Expectations' }).getByRole('listitem').filter({ hasText: title })
  await expect(row).toContainText('not watched')
  await row.getByRole('button', { name: 'Try on the past' }).click()
  await expect(row).toContainText('It would never have fired, over 1 kept snapshot.')
  await accessible()

  await row.getByRole('button', { name: 'Change' }).click()
  const change = page.getByRole('form', { name: 'Change the expectation' })
  await change.getByLabel(/^At least/).fill('4000000')
  await change.getByRole('checkbox', { name: /Watch it from now on/ }).check()
  await change.getByRole('button', { name: 'Save' }).click()
  await expect(async () => {
    await page.reload()
    await expect(row).toContainText('broken: 3,000,000', { timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await page.goto('/airsafety/loop')
  const incident = page.getByRole('main').getByRole('listitem').filter({ hasText: title })
  await expect(incident).toContainText('Expected: at least 4,000,000 rows.')

  await page.goto(address)
  await row.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(row).toHaveCount(0)
  await page.goto('/airsafety/loop?show=resolved')
  await expect(incident).toContainText('Fixed')
})

journey('what others expect is read without its numbers, and not written', async ({ page, baseURL }) => {
  await signInAs(page, 'sam')
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1, name: 'Expectations' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add an expectation' })).toHaveCount(0)
  const answer = await page.request.put(`${baseURL}/api/v1/products/flight-delays/expectations`, {
    data: { items: [] },
  })
  expect(answer.status()).toBe(401)
})
