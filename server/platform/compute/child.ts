import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'

/** Memory a run may take when it does not say, in bytes. */
export const defaultMemory = 2 ** 30

/** A process with DuckDB loaded and no data in it: takes orders, answers in reports, and says when it is gone. */
export class Child extends EventEmitter<{ work: []; close: [] }> {
  gone = false
  /** Ended by us, with what launched it: nothing that it ran is at fault. */
  lost = false
  /** One that waits must not keep a finished process (a script, a test) alive. */
  waits = true

  constructor(
    readonly pid: number,
    readonly orders: Socket,
    readonly reports: Socket,
    readonly memoryBytes: number,
  ) {
    super()
    // A child that is gone shows in its end; what no longer reaches it is no fault of its own.
    for (const end of [orders, reports]) end.unref().on('error', () => {})
  }

  work() {
    this.waits = false
    for (const end of [this.orders, this.reports]) end.ref()
    this.emit('work')
  }

  kill() {
    if (this.gone) return
    try {
      process.kill(this.pid, 'SIGKILL')
    } catch {} // It ended a moment ago.
  }

  /** It has ended; its last reports may still be on their way. */
  end() {
    if (this.gone) return
    this.gone = true
    this.orders.destroy()
    if (this.reports.destroyed || this.reports.readableEnded) return void this.emit('close')
    this.reports.once('close', () => this.emit('close'))
    // Nobody reads the reports of one that was never given work, and a socket that nobody reads never says that it closed.
    if (this.reports.listenerCount('data') === 0) this.reports.resume()
  }
}
