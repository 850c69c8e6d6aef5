import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Visibility, Wanted } from './schema'
import { showWanted } from './show-wanted'
import * as wanted from './wanted-store'

/** One question of the board. */
export async function getWanted(scope: OrgScope, visibility: Visibility, id: string): Promise<Wanted> {
  const row = await wanted.find(scope, id)
  const [shown] = row ? await showWanted(scope, visibility, [row]) : []
  if (!shown) throw notFound('wanted search')
  return shown
}
