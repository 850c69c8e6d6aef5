import type { AddressInfo } from 'node:net'
import { AppEndpoint } from './app-endpoint'
import { serveEvents } from './event-api'
import { Functions } from './functions'
import { Lease } from './lease'
import { Ledger } from './ledger'
import { Loop } from './loop'
import { planRun } from './run-plan'
import { nextCron } from './schedule'
import type { Settings } from './settings'

const pruneMs = 60_000
/** How often the app is asked for its functions again: one that is redeployed may serve others. */
const refreshMs = 15_000

export interface Executor {
  /** This executor's number in the database. */
  id: number
  /** Where its event API listens. */
  url: string
  ledger: Ledger
  stop(): Promise<void>
}

/** Starts an executor: refuses at once what the app's functions need and it lacks, else runs them until it is stopped. */
export async function startExecutor(settings: Settings): Promise<Executor> {
  const ledger = new Ledger(settings.databaseUrl)
  const app = new AppEndpoint(settings.appUrl, settings.signingKey)
  const functions = new Functions(app, ledger)
  const lease = new Lease(settings.databaseUrl, () => loop.heard())
  const loop: Loop = new Loop(settings, ledger, app, functions, lease, report)
  const api = {
    eventKey: settings.eventKey,
    insert: (events: { id: string; name: string }[]) => ledger.insertEvents(events),
    health: async () => ({ executor: lease.id, functions: functions.known.length, ...(await ledger.backlog()) }),
  }
  // The event API first: the app may send before its own endpoint is up.
  const server = await serveEvents(api, settings.port)
  try {
    await functions.load()
    await lease.take()
  } catch (error) {
    server.close()
    await ledger.close()
    throw error
  }
  const running = loop.run()
  const timers = [
    setInterval(() => tick(ledger, functions).then(loop.heard, (error) => report('tick', error)), settings.tickMs),
    setInterval(() => functions.refresh().catch((error) => report('functions', error)), refreshMs),
    setInterval(() => ledger.prune().catch((error) => report('prune', error)), pruneMs),
  ]
  const stop = async () => {
    timers.forEach(clearInterval)
    await loop.stop()
    await running
    await lease.release()
    app.close()
    server.closeAllConnections()
    server.close()
    await ledger.close()
  }
  return { id: lease.id, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ledger, stop }
}

/** What no notification announces: an executor that died, a cron that is due. */
async function tick(ledger: Ledger, functions: Functions): Promise<void> {
  await ledger.releaseOrphans()
  await ledger.fireCrons(({ fn: id, expr }) => {
    const now = new Date()
    const fn = functions.find(id)
    const event = {
      id: `${id}:${now.getTime()}`,
      name: 'inngest/scheduled.timer',
      ts: now.getTime(),
      data: { cron: expr },
    }
    return { next: nextCron(expr, now), run: fn ? planRun(fn, event) : null }
  })
}

function report(what: string, error: unknown): void {
  console.error(`executor: ${what}: ${(error as Error).message}`)
}
