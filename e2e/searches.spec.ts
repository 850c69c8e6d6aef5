import { expect, journey } from './instance'

// What one searched for comes back: among one's last searches, under a name, and from anywhere by the palette.

const org = '/airsafety'
const name = `Delays ${Date.now().toString(36)}`

journey('search, open, save it, find it again, erase it', async ({ page, signIn, accessible }) => {
  await signIn('stella')
  await page.goto(`${org}/catalog`)
  const noted = page.waitForResponse((response) => response.url().includes('ownSearch.note'))
  await page.getByLabel('Search the catalog').fill('flight delays')
  await expect(page.getByRole('link', { name: 'Flight delays' }).first()).toBeVisible()
  expect((await noted).status()).toBe(200)

  // Under a name, with what narrows it.
  const searches = page.getByRole('button', { name: 'Recent and saved searches' })
  await page.getByRole('checkbox', { name: /^Operations/ }).click()
  await expect(page).toHaveURL(/domain=operations/)
  await searches.click()
  const list = page.getByRole('dialog', { name: 'Searches' })
  await expect(list.getByRole('region', { name: 'Recent' })).toContainText('flight delays')
  await list.getByLabel('Save this search as').fill(name)
  await list.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(list.getByRole('region', { name: 'Saved' }).getByRole('link', { name })).toBeVisible()
  await accessible()
  await page.keyboard.press('Escape')

  // What is opened is kept too, and the way back is one key from anywhere.
  const opened = page.waitForResponse((response) => response.url().includes('ownSearch.note'))
  await page.getByRole('link', { name: 'Flight delays' }).first().click()
  expect((await opened).status()).toBe(200)
  await page.waitForURL(`**${org}/catalog/flight-delays**`)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('option', { name }).click()
  await page.waitForURL(/catalog\?.*q=flight/)
  await expect(page.getByLabel('Search the catalog')).toHaveValue('flight delays')
  await expect(page.getByRole('checkbox', { name: /^Operations/ })).toBeChecked()

  // And both can be let go of.
  await searches.click()
  await list.getByRole('button', { name: `Remove ${name}` }).click()
  await expect(list.getByRole('link', { name })).toHaveCount(0)
  await list.getByRole('button', { name: 'Erase all' }).click()
  await expect(list.getByText('Only you see them.')).toBeVisible()
  await accessible()
})
