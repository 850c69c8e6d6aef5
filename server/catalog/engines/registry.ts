import type { OrgScope } from '@/server/platform/db'
import type { Visibility } from '../schema'
import { wakeMirror } from '../wake-mirror'
import type { Ask, Found } from './engine'
import * as meilisearch from './meilisearch'
import * as postgres from './postgres'

export type Answer = Found & {
  engine: 'postgresql' | 'meilisearch'
  /** Why another than the engine of the settings answered, in words for readers. */
  notice: string | null
}

/** Asks the engine of the settings; the database where there is no other, and where the other cannot answer now. */
export async function find(scope: OrgScope, visibility: Visibility, ask: Ask): Promise<Answer> {
  const ours = async (notice: string | null): Promise<Answer> => {
    return { ...(await postgres.search(scope, visibility, ask)), engine: 'postgresql', notice }
  }
  // A page that the database began it also goes on with.
  const begunHere = ask.after !== null && ask.after[0] !== 'm'
  if (!meilisearch.configured() || begunHere) return ours(null)
  const asked = await meilisearch.search(scope, visibility, ask)
  if (asked.ok) return { ...asked.found, engine: 'meilisearch', notice: null }
  if (asked.wake) await wakeMirror(scope)
  return ours(asked.notice)
}
