import { execFile } from 'node:child_process'
import { closeSync, openSync, readSync } from 'node:fs'
import type { Child } from './child'

/** What Node and DuckDB hold before any row, in bytes; a run's memory comes on top. */
const baseline = 192 * 2 ** 20
const pageBytes = 4096
/** How long an interrupted statement may take to end by itself. */
const graceMs = 300

export type Ending = 'memory' | 'deadline' | 'aborted'

/** Watches a child from outside: resident memory, time, and the caller's signal. Says what ended it, if it did. */
export class Watch {
  ended: Ending | null = null
  readonly #child: Child
  readonly #timers: NodeJS.Timeout[] = []
  readonly #signal?: AbortSignal
  readonly #abort = () => this.#end('aborted')
  #statm: number | null

  constructor(child: Child, { signal, deadlineMs }: { signal?: AbortSignal; deadlineMs: number }) {
    this.#child = child
    this.#statm = openStatm(child.pid)
    this.#signal = signal
    this.#timers.push(setTimeout(() => this.#end('deadline'), deadlineMs))
    this.#timers.push(setInterval(() => void this.#weigh(), process.platform === 'linux' ? 50 : 500))
    if (signal?.aborted) this.#end('aborted')
    else signal?.addEventListener('abort', this.#abort, { once: true })
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer)
    if (this.#statm !== null) closeSync(this.#statm)
    // Stopped twice, it must not close what has that number then.
    this.#statm = null
    this.#signal?.removeEventListener('abort', this.#abort)
  }

  async #weigh() {
    // One that could not be opened is tried again: without it nobody would see memory run away.
    this.#statm ??= openStatm(this.#child.pid)
    const bytes = this.#statm === null ? await resident(this.#child.pid) : residentOf(this.#statm)
    if (bytes > this.#child.memoryBytes + baseline) this.#end('memory')
  }

  /** Memory runs away faster than a statement can be asked to stop; for the rest an interrupt is tried first. */
  #end(why: Ending) {
    if (this.ended) return
    this.ended = why
    if (why === 'memory') return void this.#child.kill()
    this.#child.orders.write('"stop"\n')
    this.#timers.push(setTimeout(() => this.#child.kill(), graceMs))
  }
}

/** Linux tells it in a file that is read in microseconds once it is open; a watch reads it 20 times a second. */
function openStatm(pid?: number): number | null {
  if (!pid || process.platform !== 'linux') return null
  try {
    return openSync(`/proc/${pid}/statm`, 'r')
  } catch {
    return null
  }
}

const line = Buffer.alloc(128)
function residentOf(statm: number): number {
  try {
    const length = readSync(statm, line, 0, line.length, 0)
    return Number(line.toString('latin1', 0, length).split(' ')[1] ?? 0) * pageBytes
  } catch {
    return 0 // It has ended.
  }
}

async function resident(pid?: number): Promise<number> {
  if (!pid || process.platform === 'linux') return 0
  return new Promise((done) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (_error, out) => done(Number(String(out).trim() || 0) * 1024))
  })
}
