import type { OrgScope } from '@/server/platform/db'
import * as popular from './popular-store'
import type { Visibility } from './schema'
import { search } from './search'

const SHOWN = 8
const LOOKED = 24 // questions looked at for those that find something

/** Questions that at least five different people opened a result of, the most popular first: those that find something for the reader. */
export async function listPopular(scope: OrgScope, visibility: Visibility): Promise<string[]> {
  const found: string[] = []
  for (const question of await popular.listQuestions(scope, LOOKED)) {
    if (found.length === SHOWN) break
    const { items } = await search(scope, visibility, { q: question, limit: 1 })
    if (items.length > 0) found.push(question)
  }
  return found
}
