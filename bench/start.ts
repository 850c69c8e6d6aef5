// The second start of the demo to a painted catalog, and what the whole stack takes when nobody asks anything of it. The baseline
// of a start is PostgreSQL and an empty Node process, started one after another. Usage: tsx bench/start.ts
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { findChromium } from '@/scripts/chromium'
import { startPostgres } from '@/scripts/postgres'
import { startInstance } from '@/scripts/test/instance'
import { canTell, memoryOf, processesOf } from '@/scripts/test/processes'

const IDLE_MS = 30_000
const executablePath = findChromium()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-start-'))
fs.chmodSync(folder, 0o711)
try {
  if (!executablePath) throw new Error('There is no Chromium here: PLAYWRIGHT_CHROMIUM names one.')
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  const context = await browser.newContext()
  const page = await context.newPage()
  const port = 3999
  const first = await startInstance(path.join(folder, 'data'), [], port)
  await page.goto(`${first.address}/sign-in`)
  await page.getByLabel('E-mail').fill('sam@airsafety.example')
  await page.getByLabel('Password').fill(first.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/airsafety/)
  await page.goto('about:blank')
  await first.stop()

  const baseline = performance.now()
  const cluster = await startPostgres(path.join(folder, 'bare'))
  await cluster.stop()
  const again = performance.now()
  await (await startPostgres(path.join(folder, 'bare'))).stop()
  spawnSync(process.execPath, ['-e', '0'])
  const bare = performance.now() - again
  const made = again - baseline

  const began = performance.now()
  const second = await startInstance(path.join(folder, 'data'), [], port)
  const ready = performance.now() - began
  await page.goto(`${second.address}/airsafety/catalog`)
  await page.getByText('Bird strikes', { exact: true }).first().waitFor()
  const painted = performance.now() - began
  console.log(
    `second start: ready after ${(ready / 1000).toFixed(1)} s, the catalog painted after ${(painted / 1000).toFixed(1)} s (limit 4 s); ` +
      `beside it PostgreSQL up and down and Node once: ${(bare / 1000).toFixed(1)} s (its first start ${(made / 1000).toFixed(1)} s), ratio ${(painted / bare).toFixed(1)}`,
  )
  await browser.close()
  await sleep(IDLE_MS)
  const running = processesOf(second.folder)
  for (const { pid, command } of canTell ? running : []) {
    const megabytes = memoryOf([pid]) / 2 ** 20
    if (megabytes > 5) console.log(`  ${megabytes.toFixed(0).padStart(4)} MiB  ${command.slice(0, 90)}`)
  }
  if (canTell) {
    const total = memoryOf(running.map(({ pid }) => pid)) / 2 ** 20
    console.log(
      `whole stack after ${IDLE_MS / 1000} s idle: ${total.toFixed(0)} MiB PSS (limit 900 MB), ${running.length} processes`,
    )
  } else console.log('SKIPPED: memory in shares is told by Linux only.')
  await second.stop()
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
