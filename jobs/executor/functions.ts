import type { AppEndpoint } from './app-endpoint'
import type { Ledger } from './ledger'
import { accept, type FunctionConfig, type JobFunction } from './registration'
import { nextCron } from './schedule'

const again = 250

/** The functions that the app serves now. Those that need more than we have are refused, all of them by name, at once. */
export class Functions {
  known: JobFunction[] = []

  constructor(
    private readonly app: AppEndpoint,
    private readonly ledger: Ledger,
  ) {}

  find(id: string): JobFunction | undefined {
    return this.known.find((fn) => fn.id === id)
  }

  /** Waits until the app answers, then takes what it registers. */
  async load(): Promise<void> {
    for (;;) {
      const reply = await this.app.register()
      if (reply.kind === 'answered') return this.take(reply.status, reply.body)
      await new Promise((resolve) => setTimeout(resolve, again))
    }
  }

  /** Looks again, without waiting for an app that is away. */
  async refresh(): Promise<void> {
    const reply = await this.app.register()
    if (reply.kind === 'answered') await this.take(reply.status, reply.body)
  }

  private async take(status: number, body: unknown): Promise<void> {
    if (status !== 200) throw new Error(`The app refused to register its functions: ${status} ${JSON.stringify(body)}`)
    const accepted = (body as { functions: FunctionConfig[] }).functions.map(accept)
    const faults = accepted.flatMap((one) => one.faults)
    if (faults.length)
      throw new Error(`These functions need an Inngest server (INNGEST_BASE_URL):\n  ${faults.join('\n  ')}`)
    this.known = accepted.map((one) => one.fn)
    const now = new Date()
    await this.ledger.setCrons(
      this.known.flatMap((fn) =>
        fn.triggers.flatMap(({ cron }) => (cron ? [{ fn: fn.id, expr: cron, next: nextCron(cron, now) }] : [])),
      ),
    )
  }
}
