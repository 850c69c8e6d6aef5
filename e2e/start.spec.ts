import { expect, journey } from './instance'

journey('the demo is there: sign in, and the catalog shows its products', async ({ page, signIn, accessible }) => {
  await signIn('sam')
  await page.goto('/airsafety/catalog')
  for (const title of ['Flight delays', 'Bird strikes', 'Airports', 'Cities', 'ZIP codes']) {
    await expect(page.getByText(title, { exact: true }).first()).toBeVisible()
  }
  await accessible()
})

journey('what it forgives: a search with a typo finds bird strikes', async ({ page, signIn }) => {
  await signIn('sam')
  await page.goto('/airsafety/catalog')
  await page.getByLabel('Search the catalog').fill('brid strikes')
  await expect(page.getByText('Bird strikes', { exact: true }).first()).toBeVisible()
})
