import { type ChildProcess, spawn } from 'node:child_process'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chance, seed, times } from '@/scripts/test/chance'
import { freePort, newKeys, trialDatabase, until } from '../trial/world'

const runs = times(60, 500)
const kills = { executor: times(4, 30), app: times(2, 20) }
// Bundled, so that a restarted app is up in a moment.
const bundle = 'dist/trial-app.mjs'
beforeAll(() =>
  build({
    entryPoints: ['jobs/trial/app.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': process.cwd() },
  }),
)

const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** A process that can be killed once it is up, and is started again at once. */
function mortal(args: string[], env: Record<string, string>) {
  const start = () => {
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
    children.add(child)
    child.once('exit', () => children.delete(child))
    return { child, up: new Promise((resolve) => child.stdout.once('data', resolve)) }
  }
  let current = start()
  return {
    up: () => current.up,
    async kill() {
      await current.up
      current.child.kill('SIGKILL')
      current = start()
    },
    end: () => current.child.kill('SIGKILL'),
  }
}

test(`kill -9 loses no run and doubles nothing (STOA_TEST_SEED=${seed})`, async () => {
  const database = await trialDatabase()
  const [jobPort, appPort] = [await freePort(), await freePort()]
  const { signingKey, eventKey } = newKeys()
  const place = new URL(database.executorUrl)
  place.username = place.password = ''
  const env = {
    STOA_DATABASE_URL: place.href,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_EVENT_KEY: eventKey,
    JOB_PORT: String(jobPort),
    JOB_APP_URL: `http://127.0.0.1:${appPort}/api/inngest`,
    JOB_RETRY_MS: '50',
    TRIAL_PORT: String(appPort),
  }
  const app = mortal([bundle], env)
  const executor = mortal(['dist/executor.mjs'], env)
  const count = async (sql: string) => Number((await database.pool.query(`select count(*) as n ${sql}`)).rows[0].n)
  const completed = () => count(`from job.run where fn = 'trial-family' and status = 'completed'`)
  await Promise.all([app.up(), executor.up()])
  await database.pool.query(
    `insert into job.event (id, name, body) select 'family-' || n, 'family', jsonb_build_object('data', jsonb_build_object('n', n, 'org', 'org_' || n % 3))
      from generate_series(1, ${runs}) n`,
  )
  const random = chance(seed)
  const victims = [...Array(kills.executor).fill(executor), ...Array(kills.app).fill(app)].sort(() => random() - 0.5)
  for (const victim of victims) {
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 400))
    await victim.kill()
  }
  await until('every run', async () => (await completed()) === runs, 150_000)
  const told = () => count(`from job.run where fn = 'trial-one' and status = 'completed'`)
  await until('what every run sent', async () => (await told()) >= runs, 30_000)
  expect(await count(`from job.run where fn = 'trial-family'`)).toBe(runs)
  expect(await count(`from job.run where fn = 'trial-child'`)).toBe(runs)
  expect(await count(`from (select parent from job.run where fn = 'trial-child' group by parent) p`)).toBe(runs)
  expect(await told()).toBe(runs)
  expect(
    await count(`from job.run where fn = 'trial-family' and output <> jsonb_build_object('n', event #> '{data,n}',
    'doubled', 2 * (event #>> '{data,n}')::int, 'parts', jsonb_build_array(event #> '{data,n}', event #> '{data,n}'))`),
  ).toBe(0)
  app.end()
  executor.end()
  await database.drop()
}, 240_000)
