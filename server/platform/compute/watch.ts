import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
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

  constructor(child: Child, { signal, deadlineMs }: { signal?: AbortSignal; deadlineMs: number }) {
    this.#child = child
    this.#signal = signal
    this.#timers.push(setTimeout(() => this.#end('deadline'), deadlineMs))
    this.#timers.push(setInterval(() => void this.#weigh(), process.platform === 'linux' ? 50 : 500))
    if (signal?.aborted) this.#end('aborted')
    else signal?.addEventListener('abort', this.#abort, { once: true })
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#signal?.removeEventListener('abort', this.#abort)
  }

  async #weigh() {
    const bytes = await resident(this.#child.process.pid)
    if (bytes > this.#child.memoryBytes + baseline) this.#end('memory')
  }

  /** Memory runs away faster than a statement can be asked to stop; for the rest an interrupt is tried first. */
  #end(why: Ending) {
    if (this.ended) return
    this.ended = why
    if (why === 'memory') return void this.#child.process.kill('SIGKILL')
    this.#child.orders.write('"stop"\n')
    this.#timers.push(setTimeout(() => this.#child.process.kill('SIGKILL'), graceMs))
  }
}

async function resident(pid?: number): Promise<number> {
  if (!pid) return 0
  if (process.platform === 'linux') {
    const pages = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
    return Number(pages.split(' ')[1] ?? 0) * pageBytes
  }
  return new Promise((done) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (_error, out) => done(Number(String(out).trim() || 0) * 1024))
  })
}
