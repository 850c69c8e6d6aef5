import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chance, seed, times } from '@/scripts/test/chance'
import { type Mortal, mortal, mortalPostgres } from '@/scripts/test/mortal'
import { recordCalls } from '../trial/recorder'
import { freePort, newKeys, trialDatabase, until } from '../trial/world'

const runs = times(40, 500)
const faults = { killExecutor: times(2, 30), killApp: times(1, 20), freeze: times(1, 8), freezeApp: times(1, 6) }
const restarts = times(1, 6)
const patience = times(60_000, 900_000)
// Bundled, so that a restarted app is up in a moment.
const bundle = 'dist/trial-app.mjs'
let postgres: Awaited<ReturnType<typeof mortalPostgres>>
const processes: Mortal[] = []

beforeAll(async () => {
  await build({
    entryPoints: ['jobs/trial/app.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': process.cwd() },
  })
  postgres = await mortalPostgres()
})
afterAll(async () => {
  for (const one of processes) one.end()
  await postgres?.end()
})

/** The app, what records the calls to it, and two executors that share the work. */
async function startAll(executorUrl: string) {
  const [appPort, seenPort] = [await freePort(), await freePort()]
  const { signingKey, eventKey } = newKeys()
  const place = new URL(executorUrl)
  place.username = place.password = ''
  const jobPorts = [await freePort(), await freePort()]
  const env = (n: number) => ({
    STOA_DATABASE_URL: place.href,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_EVENT_KEY: eventKey,
    JOB_PORT: String(jobPorts[n]),
    JOB_APP_URL: `http://127.0.0.1:${seenPort}/api/inngest`,
    JOB_RETRY_MS: '50',
    TRIAL_PORT: String(appPort),
  })
  const recorder = await recordCalls(seenPort, appPort)
  const app = mortal([bundle], env(0))
  const executors = [0, 1].map((n) => mortal(['dist/executor.mjs'], env(n)))
  processes.push(app, ...executors)
  await Promise.all([app.up(), ...executors.map((one) => one.up())])
  return { app, executors, recorder }
}

test(`kills, freezes and restarts lose no run and double nothing (STOA_TEST_SEED=${seed})`, async () => {
  const database = await trialDatabase(postgres.url)
  const { app, executors, recorder } = await startAll(database.executorUrl)
  const rows = async (sql: string) => (await database.pool.query(sql)).rows
  const count = async (sql: string) => Number((await rows(`select count(*) as n ${sql}`))[0].n)
  // The database may be away at this moment.
  const reached = (what: string, sql: string, n: number) =>
    until(
      what,
      () =>
        count(sql).then(
          (found) => found >= n,
          () => false,
        ),
      patience,
    )
  await rows(
    `insert into job.event (id, name, body) select 'family-' || n, 'family', jsonb_build_object('data', jsonb_build_object('n', n, 'org', 'org_' || n % 3))
      from generate_series(1, ${runs}) n`,
  )
  const random = chance(seed)
  const any = () => executors[random() < 0.5 ? 0 : 1]!
  const repeat = (n: number, fault: () => unknown) => Array<() => unknown>(n).fill(fault)
  const all = [
    ...repeat(faults.killExecutor, () => any().kill()),
    ...repeat(faults.killApp, () => app.kill()),
    ...repeat(faults.freeze, () => any().freeze(300 + random() * 1200)),
    ...repeat(faults.freezeApp, () => app.freeze(300 + random() * 1200)),
    // One executor sleeps through the restart, and wakes with claims that are no longer its own.
    ...repeat(restarts, () => Promise.all([postgres.kill(), any().freeze(1500)])),
  ].sort(() => random() - 0.5)
  for (const fault of all) {
    await sleep(100 + random() * 400)
    await fault()
  }
  const families = `from job.run where fn = 'trial-family'`
  const told = `from job.run where fn = 'trial-one'`
  await reached('every run', `${families} and status = 'completed'`, runs)
  await reached('what every run sent', `${told} and status = 'completed'`, runs)
  expect(await count(families)).toBe(runs)
  expect(await count(told)).toBe(runs)
  expect(await count(`from job.run where fn = 'trial-child'`)).toBe(runs)
  expect(await count(`from (select parent from job.run where fn = 'trial-child' group by parent) p`)).toBe(runs)
  expect(
    await count(`${families} and output <> jsonb_build_object('n', event #> '{data,n}',
    'doubled', 2 * (event #>> '{data,n}')::int, 'parts', jsonb_build_array(event #> '{data,n}', event #> '{data,n}'))`),
  ).toBe(0)
  const stored = new Map<string, number>()
  for (const row of await rows(`select run_id || id as key, 1000 * extract(epoch from at)::float8 as at from job.step`))
    stored.set(row.key, row.at)
  const late = recorder.calls
    .map((call) => ({ ...call, ms: call.at - stored.get(call.run + call.step)! }))
    .filter(({ ms }) => ms > 0)
  expect(late).toEqual([])
  const again = recorder.calls.length - new Set(recorder.calls.map(({ run, step }) => run + step)).size
  console.log(
    `${runs} runs, ${all.length} faults: ${recorder.calls.length} steps ran, ${again} of them again, 0 after their result`,
  )
  recorder.end()
  for (const one of processes) one.end()
  await database.drop()
}, 1_200_000)
