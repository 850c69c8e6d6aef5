import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Meilisearch } from 'meilisearch'
import { prefix, settings } from './settings'

/**
 * The index that entries are written to: the oldest of ours with these settings, made where there is none. Its name ends by chance, so
 * that one made anew after a loss is another, and nobody takes it for the one that was filled.
 */
export async function currentIndex(at: Meilisearch): Promise<string> {
  const before = await ours(at)
  if (before[0]) return before[0]
  const uid = `${prefix}${randomBytes(4).toString('hex')}`
  await done(at, at.createIndex(uid, { primaryKey: 'pk' }))
  await done(at, at.index(uid).updateSettings(settings))
  const [first = uid] = await ours(at)
  // Somebody else made one at the same time: theirs came first.
  if (first !== uid) await done(at, at.deleteIndex(uid))
  return first
}

async function ours(at: Meilisearch): Promise<string[]> {
  const { results } = await at.getIndexes({ limit: 1000 })
  const made = results.filter(({ uid }) => uid.startsWith(prefix))
  return made.sort((a, b) => Number(a.createdAt) - Number(b.createdAt)).map(({ uid }) => uid)
}

/** Waits for what the server put off; throws where it failed. */
export async function done(at: Meilisearch, put: PromiseLike<{ taskUid: number }>): Promise<void> {
  const { taskUid } = await put
  let task = await at.tasks.getTask(taskUid)
  for (let pause = 10; task.status === 'enqueued' || task.status === 'processing'; pause = Math.min(pause * 1.5, 500)) {
    await sleep(pause)
    task = await at.tasks.getTask(taskUid)
  }
  if (task.status !== 'succeeded')
    throw new Error(`Meilisearch could not do ${task.type} (${task.error?.code ?? task.status})`)
}

/** Drops the indexes of settings before these. One that is newer belongs to a newer Stoa that is taking over. */
export async function dropOlder(at: Meilisearch, current: string): Promise<void> {
  const { results } = await at.getIndexes({ limit: 1000 })
  const made = results.find(({ uid }) => uid === current)?.createdAt
  for (const { uid, createdAt } of results)
    if (uid.startsWith('stoa_') && made && createdAt && createdAt < made) await done(at, at.deleteIndex(uid))
}
