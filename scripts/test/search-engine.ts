import type { OrgScope } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { SearchServer } from './search-server'

/** One of the engines that a suite is run on; `absent` is why it cannot be had here. */
export type Engine = {
  name: 'postgresql' | 'meilisearch'
  absent: string | null
  server: SearchServer | null
  use(): void
  stop(): Promise<void>
}

const set = (url: string | undefined, key: string | undefined) => {
  for (const [name, value] of [
    ['MEILI_URL', url],
    ['MEILI_KEY', key],
  ] as const)
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  rereadEnv()
}

/** PostgreSQL, and Meilisearch where a server is reachable at MEILI_URL or the program is on the PATH; says so where not. */
export async function searchEngines(): Promise<Engine[]> {
  const { MEILI_URL, MEILI_KEY } = process.env
  const own = MEILI_URL ? null : await SearchServer.start()
  const server = own instanceof SearchServer ? own : null
  const absent = typeof own === 'string' ? own : null
  if (absent) console.log(`\nThe suite of search engines is SKIPPED on Meilisearch: ${absent}.`)
  return [
    { name: 'postgresql', absent: null, server: null, use: () => set(undefined, undefined), stop: async () => {} },
    {
      name: 'meilisearch',
      absent,
      server,
      use: () => set(server?.url ?? MEILI_URL, server?.key ?? MEILI_KEY),
      stop: async () => server?.stop(),
    },
  ]
}

/** Tells the engine all that waits, as the job does that hears of a change. */
export async function inStep(scope: OrgScope): Promise<void> {
  const { mirror } = await import('@/server/catalog')
  while ((await mirror(scope)).left);
}
