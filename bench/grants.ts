// From an approval to a grant that is proven in PostgreSQL; and from a revocation to the refusal of every surface, while its holder asks
// 100 times a second. The doors are called in this process, the jobs run on the embedded runner over real sockets. Usage: tsx bench/grants.ts
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startExecutor } from '@/jobs/executor/executor'
import { freePort, newKeys, serveApp } from '@/jobs/trial/world'
import { deliveringSource } from '@/prisma/seed/delivering-source'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import { restCall } from '@/scripts/test/rest-call'
import * as access from '@/server/access'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { roleUrl } from '@/server/platform/role'
import * as tenancy from '@/server/tenancy'

const ROUNDS = Number(process.argv[2] ?? 20)
const BEFORE_MS = 1_000 // of asking, before the right is revoked
const AFTER_MS = 1_500
const TICK_MS = 10
/** Calls that may be under way; on a busy machine it then asks less often, and the rate says so. */
const MOST_AT_ONCE = 32

/** Which surface is asked at each of the hundred times a second. */
const turns = Array.from({ length: 100 }, (_, n) => {
  if (n % 20 === 0) return 'rows' as const
  if (n % 20 === 10) return 'sign-in' as const
  return n % 5 === 1 ? ('ports' as const) : ('session' as const)
})
type Surface = (typeof turns)[number]
type Sample = { surface: Surface; began: number; took: number; allowed: boolean }

const percentile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

const stop = await setup()
const keys = newKeys()
const port = await freePort()
Object.assign(process.env, {
  INNGEST_SIGNING_KEY: keys.signingKey,
  INNGEST_EVENT_KEY: keys.eventKey,
  JOB_PORT: String(port),
})
rereadEnv()
const [{ inngest: client }, { functions }] = [await import('@/jobs/client'), await import('@/jobs/index')]
const app = await serveApp({ client, functions })
const settings = { ...keys, databaseUrl: roleUrl('executor'), appUrl: app.url, port }
const executor = await startExecutor({ ...settings, slots: 16, backoffMs: 100, tickMs: 200 })
const { a } = await twoTenants()
const { source, granted } = await deliveringSource(a, 'bench_grants')
const token = async (actor: tenancy.Actor) => (await tenancy.createToken(actor, { name: 'bench' })).token
const [member, owner] = [await token(a.member), await token(a.owner)]

const reached = async (id: string, state: string) => {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(5))
    if ((await access.getGrant(a.scope, id)).state === state) return
  throw new Error(`${id} did not become ${state}`)
}
const signedIn = async ({ user, password }: { user: string; password: string }) => {
  const there = new pg.Client({ ...source.config, user, password })
  there.on('error', () => undefined)
  await there.connect()
  return there
}

/** One round: the holder asks everywhere without waiting for answers, and the right is revoked in the middle. */
async function round(id: string): Promise<{ samples: Sample[]; answered: number }> {
  const made = await access.rotateCredentials(a.member, id)
  const session = await signedIn(made)
  const read = made.statements[0] ?? ''
  const ask: Record<Surface, () => Promise<boolean>> = {
    rows: async () => (await restCall('GET', '/ports/staff/people/rows?limit=1', { token: member })).status === 200,
    ports: async () => (await restCall('GET', '/ports', { token: member })).text.includes('"people"'),
    session: async () => (await session.query(`${read} limit 1`)).rowCount === 1,
    'sign-in': async () => {
      const one = await signedIn(made)
      return one
        .query(`${read} limit 1`)
        .then(({ rowCount }) => rowCount === 1)
        .finally(() => one.end().catch(() => undefined))
    },
  }
  const samples: Promise<Sample>[] = []
  let asked = 0
  let open = 0
  const began = performance.now()
  const timer = setInterval(() => {
    // Late ticks are made up for, so that it stays a hundred a second.
    for (; asked * TICK_MS < performance.now() - began; asked++) {
      if (open >= MOST_AT_ONCE) continue
      open++
      const surface = turns[asked % turns.length] ?? 'ports'
      const at = performance.now()
      const outcome = ask[surface]().catch(() => false)
      samples.push(
        outcome.then((allowed) => {
          open--
          return { surface, began: at, took: performance.now() - at, allowed }
        }),
      )
    }
  }, TICK_MS)
  await sleep(BEFORE_MS)
  await restCall('POST', `/grants/${id}/revoke`, { token: owner, body: { note: 'bench' } })
  const answered = performance.now()
  await sleep(AFTER_MS)
  clearInterval(timer)
  const all = await Promise.all(samples)
  await session.end().catch(() => undefined)
  return { samples: all, answered }
}

try {
  const approvals: number[] = []
  const late: Record<Surface, number[]> = { rows: [], ports: [], session: [], 'sign-in': [] }
  const stale = { portal: 0, source: 0 }
  let asked = 0
  let first = true
  for (let n = 0; n <= ROUNDS; n++) {
    const began = performance.now()
    const id = await granted(a.member)
    await reached(id, 'active')
    const took = performance.now() - began
    const { samples, answered } = await round(id)
    await reached(id, 'ended')
    // The first round warms what is made once: modules, pools, the schema.
    if (first) {
      first = false
      continue
    }
    approvals.push(took)
    asked += samples.length
    for (const surface of Object.keys(late) as Surface[]) {
      const own = samples.filter((one) => one.surface === surface)
      if (!own.some(({ allowed, began }) => allowed && began < answered)) throw new Error(`${surface} never answered`)
      const after = own.filter(({ allowed, began }) => allowed && began > answered).map(({ began }) => began - answered)
      late[surface].push(Math.max(0, ...after))
      if (surface === 'rows' || surface === 'ports') stale.portal += after.length
      else stale.source += after.filter((ms) => ms > 250).length
    }
  }
  const say = (what: string, values: number[], limit: string) =>
    console.log(
      `${what}: p50 ${percentile(values, 0.5).toFixed(0)} ms, p99 ${percentile(values, 0.99).toFixed(0)} ms (${limit})`,
    )
  say(`${ROUNDS} times, from asking and approving to a proven grant`, approvals, 'limit of the p50 2,000 ms')
  const rate = asked / ((ROUNDS * (BEFORE_MS + AFTER_MS)) / 1000)
  console.log(
    `its holder asked ${rate.toFixed(0)} times a second, ${asked} times in all; the last that was let in after the answer to the revocation:`,
  )
  for (const [surface, values] of Object.entries(late)) say(`  ${surface}`, values, 'limit of the p99 250 ms')
  say('  all surfaces', Object.values(late).flat(), 'limit of the p99 250 ms')
  console.log(`stale allows: ${stale.portal} by the portal, ${stale.source} by the source later than 250 ms (limit 0)`)
} finally {
  await executor.stop()
  app.server.closeAllConnections()
  app.server.close()
  await source.close().catch(() => undefined)
  await closeDatabase()
  await stop()
}
process.exit(0)
