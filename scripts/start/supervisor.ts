import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { env, origin, rereadEnv } from '@/server/platform/env'
import { backup } from '../backup/backup'
import { restore } from '../backup/restore'
import { migrate } from '../migrate'
import { type Cluster, freePort } from '../postgres'
import { command, Refusal } from '../refusal'
import { build } from './build'
import { type Child, keepRunning, tail } from './child'
import { openDatabase, placeOf } from './database'
import { type Demo, readDemo, seedDemo, startSource, writeDemo } from './demo'
import { loadKeys } from './keys'
import { demandPort, holdFolder } from './lock'
import { ownSearchServer } from './search-server'
import { step } from './step'

const usage = `npm start               Stoa with the demo organisation
npm start -- --empty    Stoa without it: the first screen makes an organisation
npm run dev             the same, with the portal rebuilt as you edit
npm run seed            adds the demo organisation to this data folder, then stops
npm run keys:rotate     gives every organisation a new data key, then stops
npm run build           builds everything, then stops: for an image that several portals are run from
npm run backup          writes everything into one encrypted archive, while Stoa runs or not
npm run restore -- <archive>    makes a data folder of an archive`

const flags = ['--empty', '--dev', '--seed', '--rotate-keys', '--help']
/** These do one thing and end. */
const errands = ['--seed', '--rotate-keys']
const READY_MS = 60_000

/** These bring nothing up. */
const works: Record<string, (args: string[]) => Promise<void>> = {
  '--backup': (args) => errand(() => backup(args)),
  '--restore': (args) => errand(() => restore(args)),
  '--build': () => errand(() => build()),
}

type Running = { children: Child[]; clusters: Cluster[]; release(): void }

/** Brings everything up, stays until a signal, and takes down what it brought up. */
export async function start(args: string[]): Promise<void> {
  const alone = works[args[0] ?? '']
  if (alone) return alone(args.slice(1))
  const unknown = args.find((arg) => !flags.includes(arg))
  if (unknown || args.includes('--help')) {
    console.log(unknown ? `There is no option ${unknown}.\n\n${usage}` : usage)
    process.exitCode = unknown ? 2 : 0
    return
  }
  const running: Running = { children: [], clusters: [], release: () => {} }
  let reason = ''
  const over = new Promise<void>((resolve) => {
    let asked = 0
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (++asked > 1) for (const child of running.children) child.kill()
        resolve()
      })
    }
    giveUp = (why) => {
      reason = why
      resolve()
    }
  })
  try {
    await Promise.race([bringUp(args, running), over])
    if (!errands.some((errand) => args.includes(errand))) await over
    if (reason) throw new Refusal(reason)
  } catch (error) {
    console.error(`\n${error instanceof Refusal ? error.message : (error as Error).stack}`)
    process.exitCode = 1
  }
  await takeDown(running)
  process.exit()
}

async function errand(work: () => Promise<void>): Promise<void> {
  if (fs.existsSync('.env')) process.loadEnvFile('.env')
  await command(async () => {
    readSettings()
    await work()
  })
  process.exit()
}

let giveUp: (why: string) => void = () => {}

async function bringUp(args: string[], running: Running): Promise<void> {
  const started = performance.now()
  if (fs.existsSync('.env')) process.loadEnvFile('.env')
  const { HOST, PORT, STOA_DATA_DIR } = readSettings()
  const folder = path.resolve(STOA_DATA_DIR)
  process.env.STOA_DATA_DIR = folder
  process.env.PORT = String(PORT)
  console.log(`\n  Stoa · data in ${folder}\n`)

  demandFolder(folder)
  running.release = await holdFolder(folder, origin())
  // What a killed process left half made: its runs are begun again, here or by another portal in a folder of its own.
  for (const half of ['work', 'parting']) fs.rmSync(path.join(folder, half), { recursive: true, force: true })
  await demandPort(HOST, PORT)
  const dev = args.includes('--dev')
  await build(dev ? ['portal'] : [])
  loadKeys(folder)
  process.env.STOA_FILES_ROOT ||= path.join(folder, 'files')
  if (!process.env.STOA_FILES_ROOT.includes('{org}')) fs.mkdirSync(process.env.STOA_FILES_ROOT, { recursive: true })
  if (args.includes('--rotate-keys')) {
    await bringDatabase(folder, running)
    // Loaded here: it needs the database client, which the build may only just have made.
    const { rotateKeys } = await import('./rotate-keys')
    return step('Rotating the keys', async (note) => note(`${await rotateKeys()} secrets sealed anew`))
  }

  const demo = await readDemo(folder, !args.includes('--empty'))
  if (args.includes('--seed') && demo.state === 'none') demo.state = 'wanted'
  // The demo source comes up beside the database and the portal, which do not need it; each at its own pace.
  const portal = bringDatabase(folder, running).then(() =>
    startProcesses({ folder, host: HOST, port: PORT, dev, running }),
  )
  const bringing = [bringSource(folder, demo, running), portal] as const
  // Where one fails the other has come to rest as well before everything is taken down.
  await Promise.allSettled(bringing)
  const [source] = await Promise.all(bringing)
  if (source && demo.state === 'wanted') {
    await step('Filling the demo organisation', () => seedDemo(source, demo))
    demo.state = 'done'
    writeDemo(folder, demo)
  }
  if (demo.state === 'done' && process.env.STOA_DEMO_REPLAY !== '0') replayDemo(folder, running)
  report(demo, performance.now() - started)
}

/** The demo's June goes on beside the portal, a day a minute, and is no reason to end. */
function replayDemo(folder: string, running: Running) {
  const name = 'demo-replay'
  const args = ['--import', 'tsx', 'prisma/seed/demo-replay-main.ts']
  const onGivenUp = (why: string) => console.error(`\n  ${why}`)
  const logFile = path.join(folder, 'logs', `${name}.log`)
  running.children.push(keepRunning({ name, args, logFile, ends: true, onGivenUp }))
}

/** Starts the database and brings it up to date; from here on the settings name it. */
async function bringDatabase(folder: string, running: Running): Promise<void> {
  const database = await step('Starting PostgreSQL', (note) => {
    if (process.env.DATABASE_URL) note('the one in DATABASE_URL')
    return openDatabase(folder)
  })
  if (database.cluster) watch('PostgreSQL', database.cluster, folder, running)
  process.env.STOA_DATABASE_URL = placeOf(database.ownerUrl)
  rereadEnv()
  await step('Migrating the database', async (note) => {
    if (!(await migrate(database.ownerUrl))) note('nothing new')
  })
}

/** Starts the server that the demo reads; null where there is no demo. */
async function bringSource(folder: string, demo: Demo, running: Running): Promise<Cluster | null> {
  if (demo.state === 'none') return null
  process.env.STOA_DEMO_SOURCE = `127.0.0.1:${demo.sourcePort}`
  const source = await step('Starting the demo source', () => startSource(folder, demo))
  watch('The demo source', source, path.join(folder, 'demo-source'), running)
  return source
}

function readSettings() {
  try {
    return env()
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}

/** One sentence instead of the first of many failures. */
function demandFolder(folder: string) {
  try {
    fs.mkdirSync(folder, { recursive: true })
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK)
    fs.mkdirSync('dist', { recursive: true })
  } catch (error) {
    const { code, path: place = folder } = error as NodeJS.ErrnoException
    throw new Refusal(
      `${place} cannot be written (${code}): give it to this user, or set STOA_DATA_DIR to another folder.`,
    )
  }
}

function watch(name: string, cluster: Cluster, folder: string, running: Running) {
  running.clusters.push(cluster)
  cluster.ended.then(() => giveUp(`${name} ended; its last words:\n${tail(path.join(folder, 'postgres.log'))}`))
}

type Processes = { folder: string; host: string; port: number; dev: boolean; running: Running }

async function startProcesses({ folder, host, port, dev, running }: Processes): Promise<void> {
  const reached = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  const address = `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
  process.env.JOB_PORT ??= String(await freePort())
  process.env.JOB_APP_URL ??= `${address}/api/inngest`
  process.env.NEXTAUTH_URL ??= origin()
  Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const logs = path.join(folder, 'logs')
  fs.mkdirSync(logs, { recursive: true, mode: 0o700 })
  const run = (name: string, args: string[], { loud = false, onGivenUp = giveUp } = {}) => {
    running.children.push(keepRunning({ name, args, loud, logFile: path.join(logs, `${name}.log`), onGivenUp }))
  }
  const search = await ownSearchServer(folder)
  if (search) {
    Object.assign(process.env, { MEILI_URL: search.url, MEILI_KEY: search.key })
    await step('Starting Meilisearch', async (note) => {
      // Without it the database answers searches: no reason to end.
      run('meilisearch', search.args, { onGivenUp: (why) => console.error(`\n  ${why}`) })
      await answered(`${search.url}/health`, 15_000).catch(() => note('it does not answer yet: the database does'))
    })
  }
  await step('Starting the portal', async () => {
    run('portal', ['scripts/start/next.mjs', dev ? 'dev' : 'start', '-H', host, '-p', String(port)], { loud: dev })
    await answered(`${address}/api/health`)
  })
  await step('Starting the job runner', () => run('executor', ['dist/executor.mjs']))
}

/** Waits until somebody answers; what they say about their health is for their readers. */
async function answered(address: string, within = READY_MS) {
  for (const end = Date.now() + within; ; await sleep(50)) {
    const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(READY_MS) }).catch(() => null)
    if (answer) return
    if (Date.now() > end) throw new Refusal(`${address} did not answer in time: see the logs in the data folder.`)
  }
}

function report(demo: Demo, took: number) {
  console.log(`\n  Ready at ${origin()} after ${(took / 1000).toFixed(1)} s. Ctrl-C stops everything.`)
  if (demo.state !== 'done') {
    console.log('  Open it to make your organisation.\n')
    return
  }
  console.log(`
  Demo sign-ins (fictional people), password ${demo.password}
    sam@airsafety.example     safety analyst
    olga@airsafety.example    operations product owner
    stella@airsafety.example  steward
    pavel@airsafety.example   platform engineer
`)
}

async function takeDown({ children, clusters, release }: Running): Promise<void> {
  if (children.length + clusters.length > 0) console.log('\n  Stopping …')
  await Promise.all(children.map((child) => child.stop()))
  await Promise.all(clusters.map((cluster) => cluster.stop()))
  release()
}
