import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { once } from '../sql'
import startDatabase from './database'
import { type Mutant, withSwitches } from './mutants'
import type { Ended, Report } from './verdict'

const root = process.cwd()
/** The copy of the tree in which each check gives way when told to. */
export const copy = path.join(root, 'dist', 'mutation')

/** The tracked files as they stand, with the packages and what was generated linked in, and a switch at every check. */
export function makeCopy(checks: readonly Mutant[]): void {
  fs.rmSync(copy, { recursive: true, force: true })
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' }).trim().split('\n')
  for (const file of files.filter((one) => fs.existsSync(one))) {
    fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
    fs.copyFileSync(file, path.join(copy, file))
  }
  fs.cpSync('prisma/generated', path.join(copy, 'prisma', 'generated'), { recursive: true })
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
  for (const file of new Set(checks.map((one) => one.file))) {
    const inIt = checks.filter((one) => one.file === file)
    fs.writeFileSync(path.join(copy, file), withSwitches(fs.readFileSync(file, 'utf8'), inIt))
  }
  // The process that reads policies is given no settings of ours: there it must hear which check is away.
  const reader = path.join(copy, 'server', 'policy', 'compile', 'read.ts')
  const [whole, given] = [fs.readFileSync(reader, 'utf8'), 'env: { PATH: process.env.PATH }']
  if (whole.split(given).length !== 2) throw new Error('server/policy/compile/read.ts is not as it was.')
  const [taken, reached, file] = ['STOA_TAKEN', 'STOA_REACHED', 'STOA_TEST_FILE']
  const told = [taken, reached, file].map((name) => `${name}: process.env.${name}`).join(', ')
  fs.writeFileSync(reader, whole.replace(given, `env: { PATH: process.env.PATH, ${told} }`))
}

/** A second that takes longer (ms) was none of this machine's. */
const standstill = 8_000
const databases = ['stoa', 'stoa_apart']
let stop: (() => Promise<void>) | null = null
const owned = (name: string) => process.env.STOA_OWNER_DATABASE_URL!.replace(/\/stoa$/, `/${name}`)

/** A PostgreSQL for every run, and the product's own children: both are made once. */
export async function startPlace(): Promise<void> {
  process.chdir(copy)
  await stopPlace()
  stop = await startDatabase()
  await once(owned('postgres'), 'create database stoa_fresh template stoa')
}
export async function stopPlace(): Promise<void> {
  await stop?.()
  stop = null
}
/** No run sees what another left behind. */
async function freshDatabases() {
  for (const name of databases) {
    await once(owned('postgres'), `drop database if exists ${name} with (force)`)
    await once(owned('postgres'), `create database ${name} template stoa_fresh`)
  }
}

type Ask = { files: readonly string[]; env: Record<string, string>; deadline: number; args?: string[] }

/** Runs test files in the copy, in this order; what still runs at the deadline (ms) is ended with all that it began. */
export async function runTests({ files, env, deadline, args = [] }: Ask): Promise<Ended> {
  const written = path.join(root, 'dist', 'mutation-report.json')
  fs.rmSync(written, { force: true })
  try {
    await freshDatabases()
  } catch (error) {
    return { report: null, exit: `no database: ${(error as Error).message}`, files }
  }
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const how = ['--config', 'scripts/test/mutation-vitest.ts', '--reporter=json', `--outputFile=${written}`, ...args]
  const child = spawn(process.execPath, [vitest, 'run', ...how, ...files], {
    cwd: copy,
    env: { ...process.env, ...env, STOA_TEST_ORDER: files.join(','), STOA_TEST_SEED: '1' }, // one chance for every run
    stdio: 'ignore',
    detached: true, // a group of its own, so that it ends whole
  })
  let late = ''
  let stood = false
  const end = setTimeout(() => {
    late = `nothing after ${deadline / 1000} s`
    process.kill(-child.pid!, 'SIGKILL')
  }, deadline)
  // Where the machine stood still, what ran out of time says nothing of a check.
  let beat = Date.now()
  const heart = setInterval(() => {
    stood ||= Date.now() - beat > standstill
    beat = Date.now()
  }, 1_000)
  const exit = await new Promise<number | string | null>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? signal)),
  )
  clearTimeout(end)
  clearInterval(heart)
  if (late) return { report: null, exit: late, files }
  const report = fs.existsSync(written) ? (JSON.parse(fs.readFileSync(written, 'utf8')) as Report) : null
  return { report, exit, files, stood }
}
