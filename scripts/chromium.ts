import fs from 'node:fs'
import { chromium } from '@playwright/test'

const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser for the journeys: the one that was named, Playwright's own, or the system's; null where there is none. */
export function findChromium(): string | null {
  const named = process.env.PLAYWRIGHT_CHROMIUM
  return [named, chromium.executablePath(), ...system].find((file) => file && fs.existsSync(file)) ?? null
}
