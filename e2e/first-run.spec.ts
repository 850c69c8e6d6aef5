import { test } from '@playwright/test'
import { accessibleNow, expect } from './instance'

// The first minutes of an installation without the demo: an organisation, a team, a colleague.

const address = process.env.EMPTY_URL
const why = 'EMPTY_URL is not set: it names an instance started with --empty, as `npm test` does'
if (!address) console.warn(`first-run.spec.ts is SKIPPED. ${why}.`)

const owner = { name: 'Nadia First', email: 'nadia@newcomers.example', password: 'a long first password' }
const colleague = { name: 'Ben Second', email: 'ben@newcomers.example', password: 'a long second password' }

test.skip(!address, why)
test.use({ baseURL: address })

test('make an organisation, a domain and an invitation; the invited person joins', async ({ browser, page }) => {
  test.setTimeout(120_000)

  // The bare address leads to the one thing to do.
  await page.goto('/')
  await page.waitForURL(/\/setup$/)
  await expect(page.getByRole('heading', { name: 'Make your organisation' })).toBeVisible()
  await accessibleNow(page)
  await page.getByLabel('Organisation').fill('Newcomers & Sons')
  await expect(page.getByLabel('Short name')).toHaveValue('newcomers-sons')
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill('short')
  await page.getByRole('button', { name: 'Make the organisation' }).click()
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Make the organisation' }).click()

  // Signed in, and at the next step: a team.
  await page.waitForURL(/\/newcomers-sons\/settings\/domains$/)
  await expect(page.getByRole('heading', { name: 'No domains yet' })).toBeVisible()
  await accessibleNow(page)
  await page.getByRole('button', { name: 'New domain' }).first().click()
  const domain = page.getByRole('dialog')
  await domain.getByLabel('Name', { exact: true }).fill('Sales')
  await domain.getByLabel('Short name').fill('sales')
  await domain.getByRole('button', { name: 'Make domain' }).click()
  await expect(domain).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Sales' })).toBeVisible()

  // A colleague is invited by a link.
  await page.goto('/newcomers-sons/settings/members')
  await page.getByRole('button', { name: 'Invite' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('E-mail').fill(colleague.email)
  await sheet.getByLabel('Name').fill(colleague.name)
  await sheet.getByRole('button', { name: 'Make invitation' }).click()
  const link = (await sheet.getByText(/\/invite\//).textContent()) ?? ''
  expect(new URL(link).origin).toBe(address)
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('table', { name: 'Members' }).getByText('Invited')).toBeVisible()

  // The colleague opens it elsewhere, and is in; nothing is published yet.
  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'Join Newcomers & Sons' })).toBeVisible()
  await accessibleNow(other)
  await expect(other.getByLabel('Your name')).toHaveValue(colleague.name)
  await other.getByLabel('Password').fill(colleague.password)
  await other.getByRole('button', { name: 'Join' }).click()
  await other.waitForURL(/\/newcomers-sons\/catalog/)
  await expect(other.getByRole('heading', { name: 'Nothing is published yet' })).toBeVisible()
  await accessibleNow(other)

  // The link worked once, and the installation is set up once.
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'This invitation no longer works' })).toBeVisible()
  await context.close()
  const stranger = await browser.newContext({ baseURL: address })
  const late = await stranger.newPage()
  await late.goto('/setup')
  await late.waitForURL(/\/sign-in$/)
  await expect(late.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  const again = await late.request.post('/api/v1/setup', {
    data: { slug: 'another', name: 'Another', owner: { ...owner, email: 'late@newcomers.example' } },
  })
  expect(again.status()).toBeGreaterThanOrEqual(400)
  await stranger.close()
})
