import * as ingestion from '@/server/ingestion'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import * as product from '@/server/product'
import { endFreed } from './end-freed'
import { foundOf } from './look'
import { settleLook } from './settle-look'
import { settleVerdicts } from './settle-verdicts'
import * as store from './store'

const RUNS = 200 // newest runs of checks that are looked through for those not taken over yet

/** Takes over what the checks of a product's published version found since the last time. Asking twice changes nothing more. */
export async function watchProduct(scope: OrgScope, slugOrId: string): Promise<void> {
  const shown = await product.get(scope, { slug: slugOrId }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  if (!shown || shown.status === 'draft') return
  const about = { id: shown.id, slug: shown.slug, title: shown.title, ownerId: shown.owner.id }
  const { checkedAt, isNew } = await withOrg(scope, () => store.holdWatched(scope, shown.id))
  const history = await product.listCheckHistory(scope, { slug: shown.slug, limit: RUNS, since: checkedAt })
  const runs = history.filter(({ version }) => version === shown.version)
  // What was broken and mended before anybody watched is told to nobody: of what came before, the newest run of each port stands.
  const told = isNew ? newestOf(runs) : runs
  for (const run of told.reverse()) {
    const { port, checks, at } = run
    const since = checks.every(({ ok }) => ok) ? undefined : await couldBeSeen(scope, run)
    await withOrg(scope, async () => {
      const held = await store.holdWatched(scope, shown.id)
      if (new Date(at) < held.checkedAt) return
      const look = { product: about, port, kinds: ['schema', 'quality'] as const, found: foundOf(checks) }
      await settleLook(scope, { ...look, at: new Date(at), since })
      await store.moveWatched(scope, shown.id, new Date(at))
    })
  }
  const ports = shown.status === 'retired' ? [] : shown.ports.map(({ name }) => name)
  await withOrg(scope, async () => {
    await store.holdWatched(scope, shown.id)
    await store.dropPorts(scope, shown.id, ports, now())
    await endFreed(scope, shown.id, now(), 'It is promised no more.')
    await settleVerdicts(scope, shown.id)
  })
}

/** The newest run of each port, of runs that come newest first. */
const newestOf = <R extends { port: string }>(runs: readonly R[]): R[] =>
  runs.filter((run, at) => runs.findIndex(({ port }) => port === run.port) === at)

type Run = Awaited<ReturnType<typeof product.listCheckHistory>>[number]
/** When what a run found was there to be found: since its newest rows were recorded, or since it was promised. */
async function couldBeSeen(scope: OrgScope, { occasion, snapshots, at }: Run): Promise<Date> {
  if (occasion === 'publish') return new Date(at)
  const recorded = await Promise.all(
    Object.values(snapshots).map((id) => ingestion.getSnapshot(scope, id).catch(() => null)),
  )
  const times = recorded.flatMap((one) => (one ? [new Date(one.createdAt).getTime()] : []))
  return times.length === 0 ? new Date(at) : new Date(Math.max(...times))
}
