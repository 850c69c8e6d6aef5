import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AppEndpoint } from './app-endpoint'
import type { Functions } from './functions'
import type { Lease } from './lease'
import type { Ledger, OutboxRow } from './ledger'
import { type Effect, effectsOf, type Item } from './reply'
import { isTriggered, type JobEvent, planRun } from './run-plan'
import type { Settings } from './settings'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
/** Longest that a timer is set for; a later one is looked at again then. */
const alarmMax = 2 ** 30
const settleWaitMax = 5000
/** A claim that took longer to arrive may be another's by now: this process may have been frozen. */
const staleMs = 500

/** Sends events, claims calls, makes them, and settles what came of them, for as long as it is not stopped. */
export class Loop {
  /** The calls under way. */
  private readonly carried = new Set<Item>()
  /** A claim's answer was lost, so that the database may hold claims for us that we know nothing of. */
  private uncertain = false
  private stopped = false
  /** Something may have changed since the turn began. */
  private dirty = true
  /** There may be events to send. */
  private news = true
  private wake = () => {}
  private alarm: NodeJS.Timeout | undefined

  constructor(
    private readonly settings: Settings,
    private readonly ledger: Ledger,
    private readonly app: AppEndpoint,
    private readonly functions: Functions,
    private readonly lease: Lease,
    private readonly report: (what: string, error: unknown) => void,
  ) {}

  /** Events may have come. */
  heard = (): void => {
    this.news = true
    this.poke()
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      this.dirty = false
      try {
        if (this.lease.id) await this.turn()
      } catch (error) {
        if (!this.stopped) this.report('turn', error)
        this.dirty = true
        await pause(250)
      }
      if (!this.dirty && !this.stopped) await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  /** Takes no more work, and waits until the calls under way are settled. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.alarm)
    this.wake()
    for (let waited = 0; this.carried.size > 0 && waited < settleWaitMax; waited += 10) await pause(10)
  }

  private poke(): void {
    this.dirty = true
    this.wake()
  }

  private async turn(): Promise<void> {
    await this.dispatch()
    const me = this.lease.id
    const want = this.settings.slots - this.carried.size
    const { items, asked } = await this.claim(me, want)
    for (const item of items) this.carry(item, me, asked)
    if (items.length > 0 && items.length === want) this.ledger.wakeOthers().catch(() => {})
    if (want > 0 && items.length === want) return
    const due = await this.ledger.nextDue()
    clearTimeout(this.alarm)
    if (due !== null) this.alarm = setTimeout(() => this.poke(), Math.min(Math.max(1, Math.ceil(due)), alarmMax))
  }

  /** What was claimed, and when that was `asked`, by `performance.now()`. */
  private async claim(me: number, want: number): Promise<{ items: Item[]; asked: number }> {
    if (this.uncertain) await this.ledger.disown(me, [...this.carried])
    this.uncertain = true
    let asked = performance.now()
    // A tenant holds at most half of the slots, so that another's call finds one at once.
    let items = await this.ledger.claim(me, want, Math.ceil(this.settings.slots / 2))
    while (items.length > 0 && performance.now() - asked > staleMs) {
      asked = performance.now()
      items = await this.ledger.stillHeld(items, me)
    }
    // A process that was frozen hears of its claims and of its session's end at once: the end is heard before a call is made.
    if (items.length > 0) await nextTurn()
    if (this.lease.id !== me) return { items: [], asked }
    this.uncertain = false
    return { items, asked }
  }

  /** One batch a turn: a flood of events must not hold up the calls. */
  private async dispatch(): Promise<void> {
    if (!this.news) return
    this.news = false
    try {
      const { rows, full } = await this.ledger.unsent()
      if (rows.length) await this.ledger.dispatch(rows.map((row) => this.planned(row)))
      if (full) this.heard()
    } catch (error) {
      this.news = true
      throw error
    }
  }

  private planned({ id, name, at, body }: OutboxRow) {
    const event: JobEvent = { ...body, id, name, ts: body.ts ?? at.getTime(), data: body.data ?? {} }
    const runs = this.functions.known.filter((fn) => isTriggered(fn, event)).map((fn) => planRun(fn, event))
    return { id, name, body: event, runs }
  }

  private carry(item: Item, me: number, asked: number): void {
    this.carried.add(item)
    this.serve(item, me, asked)
      .catch((error) => this.report('settle', error))
      .finally(() => {
        this.carried.delete(item)
        this.poke()
      })
  }

  private async serve(item: Item, me: number, asked: number): Promise<void> {
    const reply = await this.app.run(item, () => performance.now() - asked > staleMs)
    const around = { functions: this.functions.known, now: Date.now(), backoffMs: this.settings.backoffMs }
    await this.settle(item, me, effectsOf(item, reply, around))
  }

  /** Keeps trying while the database is away: the claim is ours until it is settled or our session is lost. */
  private async settle(item: Item, me: number, effects: Effect[]): Promise<void> {
    let toStore = effects
    for (let tries = 0; ; tries++) {
      try {
        await this.ledger.settle(item, me, toStore)
        return
      } catch (error) {
        const code = (error as { code?: string }).code ?? ''
        // Class 22: the output holds what the database cannot store, a NUL character say. It never will.
        if (code.startsWith('22')) toStore = [unstorable(error)]
        else if (this.stopped) throw error
        else if (tries > 5) this.report('settle', error)
        await pause(Math.min(settleWaitMax, 50 * 2 ** tries))
      }
    }
  }
}

const unstorable = (error: unknown): Effect => ({
  do: 'end',
  status: 'failed',
  output: { name: 'Error', message: `the output cannot be stored: ${(error as Error).message}` },
})
