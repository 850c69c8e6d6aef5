import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/chromium'

// Debian's Chromium calls home unless it is told not to, and its sandbox does not work for root.
const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Journeys against an instance that already runs: `npm test` starts one, or set BASE_URL to yours. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // The journeys share one organisation, as people do.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A busy machine may miss a deadline once; a second failure is one, and what passed only then is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ...(process.env.JOURNEYS_REPORT ? [['json', { outputFile: process.env.JOURNEYS_REPORT }] as const] : []),
  ],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:3000',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      chromiumSandbox: process.getuid?.() !== 0,
      args: quiet,
    },
  },
})
