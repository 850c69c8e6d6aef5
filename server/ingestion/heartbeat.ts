import type { OrgScope } from '@/server/platform/db'
import type { Progress } from './copy-asset'
import { leaseSeconds } from './lease'
import { renewLease } from './run-store'

/** How often a lease is renewed, in ms. */
const every = 1_500

/** Keeps a run's lease while its work goes on, carries its progress out, and its end (cancelled, or lost to another) in. */
class Beat {
  readonly #ending = new AbortController()
  readonly #timer: NodeJS.Timeout
  #at: Progress = { rows: 0, bytes: 0 }
  #renewed = performance.now()
  #busy = false
  cancelled = false
  lost = false

  constructor(
    private readonly scope: OrgScope,
    private readonly run: string,
    private readonly holder: string,
  ) {
    this.#timer = setInterval(() => void this.#beat(), every)
  }

  get signal(): AbortSignal {
    return this.#ending.signal
  }

  progress = (at: Progress): void => {
    this.#at = at
  }

  /** Another holds the run, or nobody can tell: nothing more may be written. */
  lose(): void {
    this.lost = true
    this.#ending.abort(new Error('the lease was lost'))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** A pause that the end of the run cuts short. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      const end = () => {
        clearTimeout(timer)
        reject(this.signal.reason)
      }
      if (this.signal.aborted) end()
      else this.signal.addEventListener('abort', end, { once: true })
    })
  }

  async #beat(): Promise<void> {
    if (this.#busy || this.signal.aborted) return
    this.#busy = true
    try {
      const held = await renewLease(this.scope, this.run, this.holder, leaseSeconds, this.#measured())
      this.#renewed = performance.now()
      if (!held) this.lose()
      else if (held.cancelAsked) {
        this.cancelled = true
        this.#ending.abort(new Error('the run was cancelled'))
      }
    } catch {
      // The database may be away for a moment; past the lease another may have taken over.
      if (performance.now() - this.#renewed > leaseSeconds * 1_000) this.lose()
    } finally {
      this.#busy = false
    }
  }

  /** Rows where they are counted against an estimate, else the bytes of a stream, else the share of a file. */
  #measured() {
    const { rows, bytes, percentage, total } = this.#at
    if (total?.rows && rows <= total.rows) return { done: rows, total: total.rows, unit: 'rows' as const, bytes }
    if (total?.bytes && percentage !== undefined && bytes === 0)
      return {
        done: (total.bytes * percentage) / 100,
        total: total.bytes,
        unit: 'bytes' as const,
        bytes: (total.bytes * percentage) / 100,
      }
    return { done: rows, total: null, unit: 'rows' as const, bytes }
  }
}

export type Heartbeat = Beat

/** Begins to keep the lease of a run that was just taken; `stop` ends it. */
export const heartbeat = (scope: OrgScope, run: string, holder: string): Heartbeat => new Beat(scope, run, holder)
