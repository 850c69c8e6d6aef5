import { type Place, trial } from './functions'
import { registerWith, startInngest } from './inngest-server'
import { newKeys, type RunRow, serveApp, startWorld, until } from './world'

const server = process.env.STOA_INNGEST_SERVER
/** Which engine this run of the tests is for: ours, or the real Inngest server (`npm run test:engines`). */
export const engine = server ? 'inngest' : 'ours'
/** How much later than asked the engine may act, in ms: the real server looks at its queue now and then. */
export const lateMax = server ? 15_000 : 1100

type Trial = ReturnType<typeof trial>
/** The trial's functions on one engine, seen only from outside: the same assertions must hold on either. */
export interface EngineWorld extends Pick<Trial, 'client' | 'switches'> {
  appUrl: URL
  notes: { what: string; at: number }[]
  /** Waits until that many runs of a function have ended since `forget`. */
  ended(fn: string, count?: number): Promise<RunRow[]>
  /** Leaves what has been behind. */
  forget(): Promise<void>
  /** Waits until that many runs sleep, or wait for an event. */
  waiting(count: number): Promise<void>
  stop(): Promise<void>
}

export const startEngine = (): Promise<EngineWorld> => (server ? onInngest(server) : onOurs())

async function onOurs(): Promise<EngineWorld> {
  let switches: Trial['switches']
  const world = await startWorld((place) => {
    const made = trial(place)
    switches = made.switches
    return made
  })
  await world.start()
  return {
    client: world.client,
    switches: switches!,
    appUrl: world.settings.appUrl,
    notes: world.notes,
    ended: world.ended,
    async forget() {
      await world.pool.query('delete from job.run where ended_at is not null')
      world.notes.length = 0
    },
    async waiting(count) {
      const waits = async () => (await world.pool.query('select from job.item where wake')).rows.length >= count
      await until(`${count} waits`, waits)
    },
    stop: world.stop,
  }
}

async function onInngest(binary: string): Promise<EngineWorld> {
  const keys = newKeys()
  const notes: EngineWorld['notes'] = []
  const inngest = await startInngest(binary, keys)
  const place: Place = {
    ...keys,
    eventsUrl: inngest.url,
    note: (what) => notes.push({ what, at: Date.now() }),
    // It counts in minutes.
    cron: '* * * * *',
  }
  const { client, switches, functions } = trial(place)
  const app = await serveApp({ client, functions })
  await registerWith(app.url)
  const seen = new Set<string>()
  let past = new Set<string>()
  return {
    client,
    switches,
    appUrl: app.url,
    notes,
    ended: (fn, count = 1) =>
      until(
        `${count} ended runs of ${fn}`,
        async () => {
          const rows = (await inngest.runsOf(fn === 'only-red' ? 'paint' : fn)).filter((run) => !past.has(run.id))
          for (const { id } of rows) seen.add(id)
          return rows.length >= count && rows.map((row) => ({ fn, ...row }))
        },
        60_000,
      ),
    async forget() {
      past = new Set(seen)
      notes.length = 0
    },
    // It does not tell; by then it has stored them.
    waiting: () => new Promise((resolve) => setTimeout(resolve, 3000)),
    async stop() {
      await inngest.stop()
      app.server.closeAllConnections()
      app.server.close()
    },
  }
}
