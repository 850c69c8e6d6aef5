import type { Page } from '@playwright/test'
import { expect, journey, signInAs } from './instance'

// From a file to a product in the catalog, as the owner of a domain does it; another person finds it.

const org = '/airsafety'

/** Names of this run's own, so that it can be run again over the same data. */
const mark = Date.now().toString(36)
const connection = `strikes-${mark}`
const product = { title: `Strikes by hour ${mark}`, slug: `strikes-by-hour-${mark}` }

journey('connect, copy, profile, make a product, publish, found', async ({ browser, baseURL, page, accessible }) => {
  journey.setTimeout(240_000)
  await signInAs(page, 'sam')
  await connect(page, accessible)
  await copied(page, accessible)
  await begin(page)
  await chooseData(page)
  await promise(page)
  await explain(page)
  await publish(page, accessible)

  const context = await browser.newContext({ baseURL })
  const other = await context.newPage()
  await signInAs(other, 'olga')
  await other.goto(`${org}/catalog`)
  await other.getByLabel('Search the catalog').fill(product.title)
  await other.getByRole('link', { name: product.title }).first().click()
  await other.waitForURL(new RegExp(`/catalog/${product.slug}`))
  await expect(other.getByRole('heading', { name: product.title })).toBeVisible()
  await expect(other.getByText('Never conclude a rate from counts alone.').first()).toBeVisible()
  await context.close()
})

/** The kind, its settings, a try that says yes, and the file to copy. */
async function connect(page: Page, accessible: () => Promise<void>) {
  await page.goto(`${org}/connections/new`)
  await page.getByRole('radio', { name: /^Files/ }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Name', { exact: true }).fill(connection)
  await page.getByLabel('Domain').selectOption('safety')
  await page.getByLabel('Path').fill('/etc/*.csv')
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText('must be within the files folder', { exact: false }).first()).toBeVisible()
  await page.getByLabel('Path').fill('demo/*.csv')
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText('Signed in. It shows 1 asset.')).toBeVisible()
  await accessible()
  await page.getByRole('button', { name: 'Save and choose assets' }).click()
  await page.getByRole('checkbox', { name: 'demo/birdstrikes.csv' }).click()
  await expect(page.getByText('1 asset chosen')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Copy 1 asset' }).click()
}

/** The run goes on before one's eyes; then the asset shows its columns and what was measured. */
async function copied(page: Page, accessible: () => Promise<void>) {
  await page.waitForURL(/\/runs\//)
  await expect(page.getByRole('heading', { name: `Run of ${connection}` })).toBeVisible()
  await expect(page.getByText('Copied', { exact: true })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Done', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'demo/birdstrikes.csv' }).click()
  await page.waitForURL(/\/assets\//)
  await expect(page.getByRole('heading', { name: 'demo/birdstrikes.csv' })).toBeVisible()
  await expect(page.getByText('10,000 rows')).toBeVisible()
  const columns = page.getByRole('table', { name: 'Columns' })
  await expect(columns.getByRole('columnheader', { name: 'Distinct' })).toBeVisible()
  await expect(columns.getByText('Airport Name', { exact: true })).toBeVisible()
  await accessible()
}

async function begin(page: Page) {
  await page.getByRole('link', { name: 'Make a product' }).click()
  await page.getByLabel('Title').fill(product.title)
  await expect(page.getByLabel('Address')).toHaveValue(product.slug)
  await page.getByLabel(/^Purpose/).fill('To see at which hours birds and aircraft meet.')
  await expect(page.getByLabel('Domain')).toHaveValue('safety')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL(new RegExp(`/products/${product.slug}/edit`))
}

/** A port over the copied file, chosen already as one came from there; its contract is proposed from the schema and the profile. */
async function chooseData(page: Page) {
  await expect(page.getByRole('combobox', { name: 'Connection' })).toHaveText(connection)
  await expect(page.getByRole('checkbox', { name: 'demo/birdstrikes.csv' })).toBeChecked()
  await page.getByRole('button', { name: 'Propose a contract' }).click()
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue('birdstrikes')
}

async function promise(page: Page) {
  await page.getByRole('tab', { name: 'Contract' }).click()
  await expect(page.getByText(/suggestions? from the rows/)).toBeVisible()
  await page.getByRole('button', { name: 'Accept all' }).click()
  await expect(page.getByText(/suggestions? from the rows/)).toHaveCount(0)
  await expect(page.getByText('required', { exact: true }).first()).toBeVisible()
}

async function explain(page: Page) {
  await page.getByRole('tab', { name: 'Context' }).click()
  await page.getByLabel('Instructions').fill('Never conclude a rate from counts alone.')
  await page.getByRole('button', { name: 'Add a constraint' }).click()
  await page.getByRole('textbox', { name: 'Constraint 1' }).fill('For studies of safety only.')
}

/** Checks run on what is saved, each shows what it found, and the product goes out as 1.0.0. */
async function publish(page: Page, accessible: () => Promise<void>) {
  await page.getByRole('tab', { name: 'Publish' }).click()
  await page.getByRole('button', { name: 'Save the draft' }).click()
  const checks = page.getByRole('region', { name: 'Checks of birdstrikes' })
  await expect(checks.getByText(/^all \d+ hold$/)).toBeVisible({ timeout: 60_000 })
  await accessible()
  await page.getByLabel(/^Note/).fill('The first release.')
  await page.getByRole('button', { name: 'Publish 1.0.0' }).click()
  await page.waitForURL(new RegExp(`/catalog/${product.slug}`))
  await expect(page.getByRole('heading', { name: product.title })).toBeVisible()
  await expect(page.getByText('1.0.0').first()).toBeVisible()
}
