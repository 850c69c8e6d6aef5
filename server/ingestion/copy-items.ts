import { createHash } from 'node:crypto'
import * as audit from '@/server/audit'
import type { FoundItem, Session } from '@/server/connectors'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import { holdReason } from './guard'
import type { Heartbeat } from './heartbeat'
import { listHashes, type NewItem, putItems, removeItems } from './item-store'
import { namesOnList } from './reader-names'
import { addEvent, holdsLease, putPart } from './run-store'
import type { Asset, PartState } from './schema'
import * as store from './store'

/** Items of one asset; what has more is narrowed at its connection. */
const mostItems = 50_000
/** Items, and characters of text, that are written at once. */
const batch = { items: 200, characters: 4_000_000 }

type Work = { scope: OrgScope; run: string; holder: string; session: Session; asset: Asset; beat: Heartbeat }

/**
 * Reads every item of an asset again, writes those that are new or changed and forgets those that are gone, if the worker still holds
 * the run; null if it does not. What cannot be read ends it before anything is forgotten.
 */
export async function copyItems(work: Work): Promise<PartState | null> {
  const { scope, session, asset, beat } = work
  if (!session.items) throw invalid(`${asset.ref}: this kind of source shows no items.`)
  const known = await listHashes(scope, asset.id)
  const seen = new Set<string>()
  let changed: NewItem[] = []
  let characters = 0
  let written = 0
  const flush = async () => {
    if (!(await record(work, changed))) return false
    written += changed.length
    changed = []
    characters = 0
    return true
  }
  for await (const found of session.items(asset.ref)) {
    beat.signal.throwIfAborted()
    if (seen.has(found.key)) throw invalid(`${asset.ref}: two items have the key ${found.key}.`)
    seen.add(found.key)
    if (seen.size > mostItems) throw invalid(`${asset.ref} has more than ${mostItems} items; choose a narrower part.`)
    const item = itemOf(found)
    if (known.get(item.key) !== item.hash) {
      changed.push(item)
      characters += item.body.length
    }
    beat.progress({ rows: seen.size, bytes: 0 })
    if ((changed.length >= batch.items || characters >= batch.characters) && !(await flush())) return null
  }
  return (await flush()) ? conclude(work, { seen: [...seen], before: known.size, written }) : null
}

function itemOf({ readers, ...found }: FoundItem): NewItem {
  const item = { ...found, ownList: readers !== null, readers: readers === null ? [] : namesOnList(readers) }
  return { ...item, hash: createHash('sha256').update(JSON.stringify(item)).digest('hex') }
}

const record = ({ scope, run, holder, asset }: Work, items: NewItem[]): Promise<boolean> =>
  withOrg(
    scope,
    async () => {
      if (!(await holdsLease(scope, run, holder))) return false
      await putItems(scope, asset.id, items, now())
      return true
    },
    { timeoutMs: 60_000 },
  )

/** What is gone from the source goes here too, unless it is so much that a person has to say so. */
function conclude({ scope, run, holder, asset }: Work, done: { seen: string[]; before: number; written: number }) {
  const { seen, before, written } = done
  return withOrg(scope, async (): Promise<PartState | null> => {
    if (!(await holdsLease(scope, run, holder))) return null
    const key = { runId: run, assetId: asset.id }
    const at = now()
    const say = (level: 'info' | 'warn', message: string) =>
      addEvent(scope, run, { level, message: `${asset.ref}: ${message}`, at })
    const reason = asset.rows === null ? null : holdReason(before, seen.length)?.replaceAll(' rows', ' items')
    if (reason) {
      await putPart(scope, key, { state: 'held', problem: reason })
      await say('warn', `${reason} What is gone from it stays here until a person accepts that.`)
      return 'held'
    }
    const removed = await removeItems(scope, asset.id, seen)
    const state = written + removed === 0 && before > 0 ? 'unchanged' : 'recorded'
    await store.updateAsset(scope, asset.id, { syncedAt: at, completeAt: at, rows: BigInt(seen.length), goneAt: null })
    await putPart(scope, key, { state })
    await say('info', `${seen.length} items, ${written} new or changed, ${removed} gone.`)
    if (state === 'recorded')
      await audit.record(scope, {
        actor: 'system',
        action: 'items.recorded',
        resource: { type: 'asset', id: asset.id },
        detail: { items: seen.length, written, removed },
      })
    return state
  })
}
