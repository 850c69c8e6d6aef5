import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { openSource } from './open-source'
import * as store from './store'

/** How long discovery may take, in ms; what it found by then stays, and the next call goes on from there. */
const patience = 45_000

/** Reads what a source shows, page by page. A cut discovery goes on where it was; assets that are gone are marked at its end. */
export async function discoverAssets(scope: OrgScope, id: string): Promise<void> {
  const connection = await store.findConnection(scope, { id })
  if (!connection) throw notFound('connection')
  const began = now()
  const since = connection.discoverSince ?? began
  let cursor = connection.discoverCursor ?? undefined
  const session = await openSource(scope, connection, AbortSignal.timeout(patience * 2))
  try {
    do {
      const page = await session.discover(cursor)
      cursor = page.next
      await withOrg(scope, async () => {
        await store.putAssets(scope, id, page.assets, now())
        await store.updateConnection(scope, id, {
          discoverCursor: cursor ?? null,
          discoverSince: cursor ? since : null,
        })
      })
    } while (cursor && now().getTime() - began.getTime() < patience)
  } finally {
    await session.close()
  }
  if (cursor) return
  await withOrg(scope, async () => {
    await store.markGone(scope, id, since, now())
    await store.updateConnection(scope, id, { discoveredAt: now(), state: 'ready', problem: null })
  })
}
