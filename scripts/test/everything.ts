import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findChromium } from '../chromium'
import { Absent, inngestBinary } from './inngest-binary'
import { type Instance, startInstance } from './instance'
import { weighScripts } from './script-weight'

type Count = { passed: number; failed: number; skipped: number }

/** Runs a command in sight of the reader; answers whether it succeeded. */
function run(args: string[], env: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } })
    child.on('close', (status) => resolve(status === 0))
  })
}

/** A report that could not be read counts as one failure, so that a run which broke off is never taken for a good one. */
function read<T>(file: string, count: (report: T) => Count): Count {
  try {
    return count(JSON.parse(fs.readFileSync(file, 'utf8')) as T)
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

async function checks(): Promise<Count> {
  const good = await run(['--import', 'tsx', 'scripts/check.ts'])
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 }
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numFailedTestSuites: number
}

async function tests(folder: string, only: string[] = []): Promise<Count> {
  const file = path.join(folder, 'tests.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${file}`]
  const good = await run(['node_modules/vitest/vitest.mjs', 'run', ...only, ...reporters])
  return read<VitestReport>(file, (report) => {
    const failed = report.numFailedTests || (good ? 0 : Math.max(1, report.numFailedTestSuites))
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests }
  })
}

type JourneyReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }

function readJourneys(report: string, good: boolean): Count {
  return read<JourneyReport>(report, ({ stats }) => {
    const failed = stats.unexpected || (good ? 0 : 1)
    return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped }
  })
}

async function journeys(folder: string): Promise<Count> {
  if (!findChromium()) {
    const wanted = Boolean(process.env.CI)
    console.log(
      `\nThe journeys ${wanted ? 'FAILED' : 'were SKIPPED'}: there is no Chromium here (PLAYWRIGHT_CHROMIUM names one).`,
    )
    return { passed: 0, failed: wanted ? 1 : 0, skipped: wanted ? 0 : 1 }
  }
  const running: Instance[] = []
  try {
    const demo = await startInstance(path.join(folder, 'demo'))
    running.push(demo)
    const empty = await startInstance(path.join(folder, 'empty'), ['--empty'])
    running.push(empty)
    const report = path.join(folder, 'journeys.json')
    const good = await run(['node_modules/@playwright/test/cli.js', 'test'], {
      BASE_URL: demo.address,
      EMPTY_URL: empty.address,
      STOA_DEMO_PASSWORD: demo.password,
      STOA_DATA_DIR: demo.folder,
      JOURNEYS_REPORT: report,
    })
    return readJourneys(report, good)
  } catch (error) {
    console.error(`\n${(error as Error).message}`)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    await Promise.all(running.map((instance) => instance.stop()))
  }
}

/** The faults that are made to instances of their own: no browser takes part. */
async function startFaults(folder: string): Promise<Count> {
  const built = await startInstance(path.join(folder, 'built'), ['--empty'])
  await built.stop()
  const report = path.join(folder, 'faults.json')
  const args = ['node_modules/@playwright/test/cli.js', 'test', 'faults']
  const good = await run(args, { JOURNEYS_REPORT: report })
  return readJourneys(report, good)
}

/** Runs parts one after another and ends with one line of counts, which decides the exit code. */
async function count(parts: ((folder: string) => Promise<Count>)[]): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-run-'))
  fs.chmodSync(folder, 0o711) // the journeys' PostgreSQL may run as another user
  const total: Count = { passed: 0, failed: 0, skipped: 0 }
  try {
    for (const part of parts) {
      const counted = await part(folder)
      for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counted[key]
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exitCode = total.failed > 0 ? 1 : 0
}

/** Everything that a change must pass: checks, tests on a real PostgreSQL, journeys in a browser, the pages' weight (of the same build). */
export const testEverything = (): Promise<void> => count([checks, tests, journeys, weighScripts])

/** The faults of the tests named for them, as many of each as a sceptic would want: it takes a while. */
export function testFaults(): Promise<void> {
  process.env.STOA_FAULTS = '1'
  return count([(folder) => tests(folder, ['faults']), startFaults])
}

/** The tests that hold on any engine, on the real Inngest server; where that cannot be had, says why they were skipped. */
export const testEngines = (): Promise<void> => count([inngest, oracle])

/**
 * Our translation of policies, and what every surface of drawn organisations shows, against Cedar's own engine; and that search tells
 * nothing of what is hidden, on each engine there is. In earnest.
 */
const oracle = (folder: string): Promise<Count> => {
  process.env.STOA_ORACLE = 'whole'
  return tests(folder, ['server/policy/compile/', 'server/serve/drawn-organisations', 'server/catalog/engines/'])
}

async function inngest(folder: string): Promise<Count> {
  try {
    process.env.STOA_INNGEST_SERVER = await inngestBinary()
  } catch (error) {
    if (!(error instanceof Absent)) throw error
    console.log(`\nThe tests on the real Inngest server were SKIPPED: ${error.message}.`)
    return { passed: 0, failed: 0, skipped: 1 }
  }
  return tests(folder, ['jobs/executor/steps.db', 'jobs/executor/product.db', 'scripts/several-portals'])
}
