import fs from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

type Person = 'sam' | 'olga' | 'stella' | 'pavel'

/** The demo's password: that of the instance `npm test` started, else of the data folder at hand. */
function demoPassword(): string {
  if (process.env.STOA_DEMO_PASSWORD) return process.env.STOA_DEMO_PASSWORD
  const file = path.join(process.env.STOA_DATA_DIR ?? '.stoa', 'demo.json')
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { password: string }).password
}

type Fixtures = {
  /** Signs a person of the demo in, in this test's own browser. */
  signIn(person: Person): Promise<void>
  /** Fails when axe finds anything on the page as it stands. */
  accessible(): Promise<void>
  /** What the browser complained of; empty at the end of every journey. */
  complaints: string[]
}

export async function signInAs(page: Page, person: Person) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(`${person}@airsafety.example`)
  await page.getByLabel('Password').fill(demoPassword())
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/airsafety(\/|$)/)
}

/** Fails when axe finds anything on the page as it stands, in the light theme or, by its colours, in the dark one. */
export async function accessibleNow(page: Page) {
  expect(await found(new AxeBuilder({ page }))).toEqual([])
  await wear(page, 'dark')
  expect(await found(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([])
  await wear(page, 'light')
}

async function found(axe: AxeBuilder) {
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** The page follows the system; what fades from one theme to the other has ended when this returns. */
async function wear(page: Page, theme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${theme}\\b`))
  // What goes round and round never ends, and what is taken off the page in the middle never says so.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ effect, playState }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  )
}

/** A journey in the demo organisation, whose console must stay clean. */
export const journey = base.extend<Fixtures>({
  signIn: ({ page }, use) => use((person) => signInAs(page, person)),
  accessible: ({ page }, use) => use(() => accessibleNow(page)),
  complaints: [
    async ({ page }, use) => {
      const said: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') said.push(`${message.text()} ${message.location().url}`)
      })
      page.on('pageerror', (error) => said.push(error.message))
      await use(said)
      expect(said).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
