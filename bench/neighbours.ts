// One organisation that syncs, queries and sends without pause, and another's page meanwhile, in one run: its 99th percentile
// against the same page with nobody else there. Usage: tsx bench/neighbours.ts [seconds=60]
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { findChromium } from '@/scripts/chromium'
import { startInstance } from '@/scripts/test/instance'

const seconds = Number(process.argv[2] ?? 60)
const PAUSE_MS = 50 // between two looks at the page
const rootToken = 'root-token-of-the-bench-0123456789'
const person = { email: 'quiet@neighbour.example', name: 'Quiet Neighbour', password: 'a password of some length' }

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-neighbours-'))
fs.chmodSync(folder, 0o711)
process.env.STOA_ROOT_TOKEN = rootToken
const instance = await startInstance(path.join(folder, 'data'))

async function call(token: string, method: string, route: string, body?: unknown) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), 'content-type': 'application/json' }
  const answer = await fetch(`${instance.address}/api/v1${route}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return {
    status: answer.status,
    json: (await answer.json()) as { id: string; token: string; items: { id: string; name: string }[] },
  }
}
const signedIn = async (email: string, password: string, org: string) =>
  (await call('', 'POST', '/sign-in', { email, password, org })).json.token

/** The quiet organisation's page, as its browser asks for it. */
async function quietPage(): Promise<() => Promise<void>> {
  await call(rootToken, 'POST', '/orgs', { slug: 'quiet', name: 'Quiet', owner: person })
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium here: PLAYWRIGHT_CHROMIUM names one.')
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  const page = await browser.newPage()
  await page.goto(`${instance.address}/sign-in`)
  if (await page.getByLabel('Organisation').isVisible()) await page.getByLabel('Organisation').fill('quiet')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/quiet/)
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  await browser.close()
  return async () => {
    const answer = await fetch(`${instance.address}/quiet/catalog`, { headers: { cookie } })
    if (!(await answer.text()).includes('Quiet')) throw new Error(`the page answered ${answer.status}`)
  }
}

async function looks(page: () => Promise<void>): Promise<{ p50: number; p99: number; times: number }> {
  const taken: number[] = []
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(PAUSE_MS)) {
    const began = performance.now()
    await page()
    taken.push(performance.now() - began)
  }
  taken.sort((one, other) => one - other)
  const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), times: taken.length }
}

/** Everything at once, as fast as it answers, until told to stop; answers how much of each was done. */
function noise(token: string, connection: string) {
  let going = true
  const done = { queries: 0, syncs: 0, changes: 0, refused: 0 }
  const loop = async (what: 'queries' | 'syncs' | 'changes', work: () => Promise<{ status: number }>) => {
    while (going) {
      const { status } = await work()
      if (status < 300) done[what]++
      else {
        done.refused++
        await sleep(100)
      }
    }
  }
  const sql = 'select count(*) as n, max(delay) as most from "flight-delays"."departures"'
  const loops = [
    ...Array.from({ length: 8 }, () => loop('queries', () => call(token, 'POST', '/query', { sql }))),
    loop('syncs', () =>
      call(token, 'POST', `/connections/${connection}/sync`, { assets: ['demo/flights-3m.parquet'] }),
    ),
    ...Array.from({ length: 4 }, () =>
      loop('changes', () => call(token, 'PATCH', `/connections/${connection}`, { name: 'operations-files' })),
    ),
  ]
  return async () => {
    going = false
    await Promise.all(loops)
    return done
  }
}

try {
  const page = await quietPage()
  const olga = await signedIn('olga@airsafety.example', instance.password, 'airsafety')
  const connections = await call(olga, 'GET', '/connections')
  await page()
  const alone = await looks(page)
  const files = connections.json.items.find(({ name }) => name === 'operations-files')
  if (!files) throw new Error('the demo has no connection operations-files')
  const stop = noise(olga, files.id)
  const beside = await looks(page)
  const done = await stop()
  console.log(`the neighbour in ${seconds} s: ${JSON.stringify(done)}`)
  const say = (name: string, { p50, p99, times }: typeof alone) =>
    console.log(`${name}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms of ${times} pages`)
  say('alone', alone)
  say('beside it', beside)
  console.log(`ratio of the p99: ${(beside.p99 / alone.p99).toFixed(2)} (limit 2)`)
} finally {
  await instance.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
