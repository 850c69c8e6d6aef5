import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const GRACE_MS = 6000
const CRASHES_ALLOWED = 5
const CRASH_WINDOW_MS = 60_000
const LOG_LIMIT = 10 * 1024 * 1024 // bytes

type Plan = {
  name: string
  args: string[]
  logFile: string
  /** Show what it says instead of keeping it. */
  loud?: boolean
  /** It has an end: one that ended well is not started again. */
  ends?: boolean
  /** Called once, when it keeps ending and is not started again. */
  onGivenUp(reason: string): void
}
export type Child = { stop(): Promise<void>; kill(): void }

/**
 * Keeps one Node process running: started again when it ends by itself, until that happens too often. The process ends when
 * the pipe on its stdin closes, so it cannot outlive us; its own process group keeps the terminal's Ctrl-C for us alone.
 */
export function keepRunning({ name, args, logFile, loud = false, ends = false, onGivenUp }: Plan): Child {
  let current: ChildProcess
  let stopping = false
  let crashes: number[] = []

  const launch = () => {
    const big = fs.existsSync(logFile) && fs.statSync(logFile).size > LOG_LIMIT
    const log = fs.openSync(logFile, big ? 'w' : 'a', 0o600)
    current = spawn(process.execPath, args, {
      stdio: ['pipe', loud ? 'inherit' : log, loud ? 'inherit' : log],
      env: childEnvironment(),
      detached: true,
    })
    fs.closeSync(log)
    current.stdin?.on('error', () => {})
    current.once('exit', (code, signal) => {
      if (stopping || (ends && code === 0)) return
      const now = Date.now()
      crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
      if (crashes.length > CRASHES_ALLOWED) {
        onGivenUp(`${name} keeps ending (${signal ?? `status ${code}`}); its last words:\n${tail(logFile)}`)
        return
      }
      setTimeout(() => !stopping && launch(), 250 * 2 ** crashes.length)
    })
  }
  launch()

  const kill = () => {
    stopping = true
    try {
      if (current.pid) process.kill(-current.pid, 'SIGKILL')
    } catch {}
  }
  const stop = async () => {
    stopping = true
    if (current.exitCode !== null || current.signalCode !== null) return
    const gone = new Promise<true>((resolve) => current.once('exit', () => resolve(true)))
    current.stdin?.end()
    if (!(await Promise.race([gone, sleep(GRACE_MS, false, { ref: false })]))) kill()
    await gone
  }
  return { stop, kill }
}

/** What a child may know: everything but the database owner's sign-in. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL, STOA_OWNER_DATABASE_URL, ...rest } = process.env
  return rest
}

export const tail = (file: string, lines = 15): string =>
  fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').slice(-lines).join('\n') : ''
