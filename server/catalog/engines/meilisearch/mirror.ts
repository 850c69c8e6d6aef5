import { randomUUID } from 'node:crypto'
import type { Meilisearch } from 'meilisearch'
import type { OrgScope } from '@/server/platform/db'
import { readEntries } from '../postgres/store'
import { coded } from './code'
import { documentOf, keyOf, sealOf } from './document'
import { currentIndex, done } from './index-of'
import { server } from './server'
import * as store from './store'

/** Entries told to the index in one turn. */
const BATCH = 5000
/** Characters sent at once: the server takes 100 MB. */
const MOST = 20_000_000

/**
 * Tells the index what has changed of an organisation, one batch; `left` is whether there was a whole one, so that more may wait. Where the
 * index is another than the one that was filled, or was written by somebody else, it is filled anew. May be repeated at will; runs of one
 * organisation follow each other.
 */
export async function mirror(scope: OrgScope): Promise<{ told: number; left: boolean }> {
  const at = await server('write')
  const index = await currentIndex(at)
  const { mirror: known } = await store.standing(scope)
  const sealed = known?.index === index && (await sealIn(at, index, scope)) === known.seal
  if (!sealed) await empty(at, index, scope)
  const changes = await store.listChanges(scope, BATCH)
  // An organisation without entries is sealed all the same: the index holds all of it.
  if (changes.length === 0 && sealed) return { told: 0, left: false }
  const seal = await tell(at, index, scope, changes)
  await store.told(scope, changes, { index, seal })
  return { told: changes.length, left: changes.length === BATCH }
}

async function tell(
  at: Meilisearch,
  index: string,
  scope: OrgScope,
  changes: readonly store.Change[],
): Promise<string> {
  const ids = changes.map(({ entryId }) => entryId)
  const entries = await readEntries(scope, ids)
  const there = new Set(entries.map(({ entry }) => entry.id))
  const gone = ids.filter((id) => !there.has(id)).map((id) => keyOf(scope.orgId, id))
  if (gone.length > 0) await done(at, at.index(index).deleteDocuments(gone))
  let waiting: object[] = []
  let size = 0
  for (const { entry, source } of entries) {
    const document = documentOf(scope.orgId, entry, source)
    waiting.push(document)
    size += JSON.stringify(document).length
    if (size < MOST) continue
    await done(at, at.index(index).addDocuments(waiting))
    waiting = []
    size = 0
  }
  return setSeal(at, index, scope, waiting)
}

/** Writes documents and, in the same task, the seal that says they were the last. */
async function setSeal(at: Meilisearch, index: string, { orgId }: OrgScope, documents: object[] = []): Promise<string> {
  const seal = randomUUID()
  await done(at, at.index(index).addDocuments([...documents, { pk: sealOf(orgId), seal }]))
  return seal
}

async function sealIn(at: Meilisearch, index: string, { orgId }: OrgScope): Promise<string | null> {
  const { results } = await at.index(index).getDocuments<{ seal: string }>({ ids: [sealOf(orgId)], fields: ['seal'] })
  return results[0]?.seal ?? null
}

/** The server works in the order it is asked: what is told next comes after. Until then no seal is the one we know. */
async function empty(at: Meilisearch, index: string, scope: OrgScope): Promise<void> {
  await at.index(index).deleteDocuments({ filter: `org = "${coded(scope.orgId)}"` })
  await store.begin(scope, { index, seal: 'none' })
}
