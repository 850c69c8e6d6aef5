import type { OrgScope } from '@/server/platform/db'
import { assemble } from './assemble'
import { decideBy } from './decide-by'
import type { Ask } from './facts'
import { load } from './load'
import { readShipped } from './read-shipped'
import * as store from './store'

type Explained = {
  effect: 'allow' | 'deny'
  because: { policy: string; text: string }[]
  erred: string[]
  policyVersion: string
}

/** What would be decided, with the text of each policy that decides; by today's policies, or by those of a moment gone by. */
export async function explain(scope: OrgScope, ask: Ask, at?: Date): Promise<Explained> {
  const loaded = at ? await loadAt(scope, at) : await load(scope)
  const { effect, because, erred } = decideBy(loaded, ask)
  const told = because.map((policy) => ({ policy, text: loaded.texts.get(policy) ?? '' }))
  return { effect, because: told, erred, policyVersion: loaded.version }
}

async function loadAt(scope: OrgScope, at: Date) {
  const number = await store.numberAt(scope, at)
  const own = number === 0 ? { number, policies: [] } : await store.getVersion(scope, number)
  return assemble(scope, readShipped(), own)
}
