// How fast the embedded runner is, against what it drives: the SDK's own endpoint, called directly, beside it.
//   npx tsx bench/executor.ts
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import canonicalize from 'canonicalize'
import { startExecutor } from '@/jobs/executor/executor'
import { trial } from '@/jobs/trial/functions'
import { startWorld, until } from '@/jobs/trial/world'
import { migrate } from '@/scripts/migrate'
import { startPostgres } from '@/scripts/postgres'

const idleEvents = 100
const runs = 300
/** A run of `steps` is four calls: three steps and the end. */
const callsPerRun = 4
const atOnce = 16

const percentile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!

/** Calls per second of the SDK's endpoint, signed and answered as for the runner, with nothing stored. */
async function direct(url: URL, signingKey: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, noDelay: true, maxSockets: atOnce })
  const key = signingKey.replace(/^signkey-\w+-/, '')
  const event = { id: 'e', name: 'steps', ts: 0, data: { org: 'org_1' } }
  const ctx = {
    run_id: 'r',
    attempt: 0,
    max_attempts: 4,
    disable_immediate_execution: false,
    use_api: false,
    stack: { stack: [], current: 0 },
  }
  const body = canonicalize({ version: -1, event, events: [event], steps: {}, ctx })!
  const target = new URL(`${url.href}?fnId=trial-steps&stepId=step`)
  const call = () =>
    new Promise<void>((done, failed) => {
      const t = String(Math.round(Date.now() / 1000))
      const signature = `t=${t}&s=${createHmac('sha256', key)
        .update(body + t)
        .digest('hex')}`
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-inngest-signature': signature,
      }
      request(target, { method: 'POST', agent, headers }, (response) => response.resume().on('end', done))
        .on('error', failed)
        .end(body)
    })
  const total = runs * callsPerRun
  let left = total
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await call()
    }),
  )
  agent.destroy()
  return total / ((performance.now() - started) / 1000)
}

/** Event to first step, one at a time, in ms: from the insert into the outbox until the step's code runs. */
async function latencies(world: Awaited<ReturnType<typeof startWorld>>): Promise<number[]> {
  const delays: number[] = []
  for (let n = 0; n < idleEvents; n++) {
    const before = world.notes.length
    const started = Date.now()
    await world.pool.query(`insert into job.event (name, body) values ('one', '{"data":{"org":"org_1"}}')`)
    delays.push((await until('the step', async () => world.notes[before])).at - started)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return delays
}

/** Calls per second through the runner: many three-step runs of four organisations. */
async function throughput(world: Awaited<ReturnType<typeof startWorld>>): Promise<number> {
  const started = performance.now()
  await world.pool.query(
    `insert into job.event (name, body) select 'steps', jsonb_build_object('data', jsonb_build_object('org', 'org_' || n % 4)) from generate_series(1, $1) n`,
    [runs],
  )
  await world.ended('steps', runs, 120_000)
  return (runs * callsPerRun) / ((performance.now() - started) / 1000)
}

const folder = mkdtempSync(path.join(tmpdir(), 'stoa-bench-'))
const cluster = await startPostgres(folder)
try {
  await cluster.createDatabase('stoa')
  Object.assign(process.env, {
    STOA_DATABASE_URL: `postgres://127.0.0.1:${cluster.port}/stoa`,
    STOA_OWNER_DATABASE_URL: cluster.url('stoa'),
    STOA_SECRET_KEY: '5a'.repeat(32),
  })
  await migrate(cluster.url('stoa'))
  const world = await startWorld((place) => {
    const { client, functions } = trial(place)
    return { client, functions: functions.filter((fn) => fn.opts.id !== 'ticking') }
  })
  const executor = await startExecutor(world.settings)
  const idle = await latencies(world)
  await direct(world.settings.appUrl, world.settings.signingKey)
  const sdk = await direct(world.settings.appUrl, world.settings.signingKey)
  const ours = await throughput(world)
  console.log(
    `event to first step, idle: p50 ${percentile(idle, 0.5)} ms, p99 ${percentile(idle, 0.99)} ms (limit p50 15 ms)`,
  )
  console.log(
    `calls per second: ${ours.toFixed(0)} through the runner, ${sdk.toFixed(0)} by calling the SDK's endpoint directly`,
  )
  console.log(
    `ratio ${(ours / sdk).toFixed(2)} (limit 0.50); peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB, app and runner in one process`,
  )
  await executor.stop()
  await world.stop()
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
