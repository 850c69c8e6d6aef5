// The second start of the demo to a painted catalog, and what the whole stack takes when nobody asks anything of it. The baseline
// of a start is PostgreSQL and an empty Node process, started one after another. Both take turns; the middle of each is told.
// Usage: tsx bench/start.ts [starts=5]
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
const STARTS = Number(process.argv[2] ?? 5)
const middle = (times: number[]) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)]! / 1000
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

  const times = { bare: [] as number[], ready: [] as number[], painted: [] as number[] }
  await (await startPostgres(path.join(folder, 'bare'))).stop()
  let second = first
  for (let n = 0; n < STARTS; n++) {
    if (n > 0) await second.stop()
    const before = performance.now()
    await (await startPostgres(path.join(folder, 'bare'))).stop()
    spawnSync(process.execPath, ['-e', '0'])
    times.bare.push(performance.now() - before)
    const began = performance.now()
    second = await startInstance(path.join(folder, 'data'), [], port)
    times.ready.push(performance.now() - began)
    await page.goto(`${second.address}/airsafety/catalog`)
    await page.getByText('Bird strikes', { exact: true }).first().waitFor()
    times.painted.push(performance.now() - began)
    await page.goto('about:blank')
  }
  const [bare, ready, painted] = [middle(times.bare), middle(times.ready), middle(times.painted)]
  console.log(
    `second start, the middle of ${STARTS}: ready after ${ready.toFixed(1)} s, the catalog painted after ${painted.toFixed(1)} s (limit 4 s); ` +
      `beside it PostgreSQL up and down and Node once: ${bare.toFixed(1)} s, ratio ${(painted / bare).toFixed(1)}`,
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
