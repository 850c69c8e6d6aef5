import { expect, journey } from './instance'

// An owner writes that two words mean the same; soon what holds one is found by the other. The engine is built again on request.

const word = `synonym${Date.now().toString(36)}`

journey('write a synonym, find by it, take it back', async ({ page, signIn, accessible }) => {
  await signIn('pavel')
  await page.goto('/airsafety/settings/search')
  await expect(page.getByText(/^(PostgreSQL|Meilisearch)$/)).toBeVisible()
  const list = page.getByLabel('One line for each meaning, words separated by commas')
  const before = await list.inputValue()

  await list.fill(`${word}`)
  await expect(page.getByText('Line 1 has one word alone')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save synonyms' })).toBeDisabled()
  await list.fill(`strikes, ${word}`)
  await page.getByRole('button', { name: 'Save synonyms' }).click()
  await expect(page.getByText('Synonyms saved')).toBeVisible()
  await accessible()

  await expect(async () => {
    await page.goto(`/airsafety/catalog?q=${word}`)
    await expect(page.getByRole('link', { name: 'Bird strikes' }).first()).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 60_000 })

  await page.goto('/airsafety/settings/search')
  await list.fill(before)
  await page.getByRole('button', { name: 'Save synonyms' }).click()
  await expect(page.getByText('Synonyms saved')).toBeVisible()
  await page.getByRole('button', { name: 'Build again' }).click()
  await expect(page.getByText('The catalog is being built and compared again')).toBeVisible()
})

journey('one who does not own the organisation reads the synonyms', async ({ page, signIn }) => {
  await signIn('sam')
  await page.goto('/airsafety/settings/search')
  await expect(page.getByRole('heading', { name: 'Synonyms' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save synonyms' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Build again' })).toHaveCount(0)
  const refused = await page.request.put('/api/v1/search/synonyms', { data: { groups: [] } })
  expect(refused.status()).toBeGreaterThanOrEqual(401)
})
