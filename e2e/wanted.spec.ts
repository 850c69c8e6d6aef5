import type { Page } from '@playwright/test'
import { expect, journey, signInAs } from './instance'

// What three people search for in vain reaches somebody who can publish it; once it is published, they hear of it.

const org = '/airsafety'
/** A word of this run's own, so that it can be run again over the same data. */
const word = `moth${Date.now()
  .toString(36)
  .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`
const wanted = `${word} counts`

journey('search in vain, be counted, be answered, be told', async ({ browser, baseURL, page, accessible }) => {
  journey.setTimeout(180_000)
  const people: Record<string, Page> = {}
  for (const person of ['sam', 'olga', 'stella'] as const) {
    people[person] = await (await browser.newContext({ baseURL })).newPage()
    await signInAs(people[person], person)
    await searchInVain(people[person])
  }

  // Who could publish it comes from an empty search of their own to the board, where it stands with a number and no name.
  await signInAs(page, 'pavel')
  await page.goto(`${org}/catalog?q=${encodeURIComponent(wanted)}`)
  await expect(page.getByText('counted, without names')).toBeVisible()
  await accessible()
  await page.getByRole('link', { name: 'What others searched for in vain' }).click()
  await page.waitForURL(`**${org}/wanted`)
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: wanted })
  await expect(row).toContainText(/[34] people/)
  await expect(row).not.toContainText('Reyes')
  await accessible()

  // Taken off the board with a word why, and put back.
  await row.getByRole('button', { name: 'Dismiss' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('Nobody counts them.')
  await accessible()
  await dialog.getByRole('button', { name: 'Dismiss' }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('tab', { name: 'Dismissed' }).click()
  await expect(row).toContainText('Dismissed by Pavel Novak')
  await expect(row).toContainText('Nobody counts them.')
  await row.getByRole('button', { name: 'Put' }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('tab', { name: 'Wanted' }).click()

  // A product begins with its words, and is published.
  await row.getByRole('link', { name: 'Make a product' }).click()
  await expect(page.getByLabel('Title')).toHaveValue(wanted.replace(/^m/, 'M'))
  await expect(page.getByLabel('Address')).toHaveValue(wanted.replace(' ', '-'))
  await publish(page, baseURL!)

  // Those who searched are told, once, with the way there; the board says what answered it.
  const stella = people.stella!
  await expect(async () => {
    await stella.reload()
    await expect(stella.getByRole('button', { name: /Notifications, \d+ unread/ })).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await stella.getByRole('button', { name: /Notifications/ }).click()
  await stella.getByRole('link', { name: new RegExp(`${wanted} may be what you searched for`, 'i') }).click()
  await stella.waitForURL(`**${org}/catalog/${wanted.replace(' ', '-')}**`)
  await page.goto(`${org}/wanted?show=answered`)
  await expect(row).toContainText('Answered by')
  await accessible()
  for (const person of Object.values(people)) await person.context().close()
})

/** Types it, sees nothing, and lets it stand. */
async function searchInVain(page: Page) {
  await page.goto(`${org}/catalog`)
  const noted = page.waitForResponse((response) => response.url().includes('ownSearch.note'))
  await page.getByLabel('Search the catalog').fill(wanted)
  await expect(page.getByText('No products match')).toBeVisible()
  expect((await noted).status()).toBe(200)
}

/** Publishes a product of that name, made of what another promises. */
async function publish(page: Page, baseURL: string) {
  const api = `${baseURL}/api/v1/products`
  const slug = wanted.replace(' ', '-')
  const cities = await (await page.request.get(`${api}/cities?format=yaml`)).text()
  const yaml = cities.replace(/^id: cities$/m, `id: ${slug}`).replace(/^name: Cities$/m, `name: ${wanted}`)
  const headers = { origin: baseURL }
  const saved = await page.request.put(`${api}/${slug}`, { headers, data: { yaml } })
  expect([saved.status(), saved.ok() || (await saved.text())]).toEqual([201, true])
  const published = await page.request.post(`${api}/${slug}/publish`, { headers, data: {} })
  expect([published.status(), published.ok() || (await published.text())]).toEqual([200, true])
}
