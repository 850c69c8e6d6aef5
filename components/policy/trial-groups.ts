import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/server/api/root'

export type TrialChange = inferRouterOutputs<AppRouter>['policy']['simulate']['changes'][number]
/** What becomes of an answer: taken away, given, or read in other rows or under other masks. */
export type Fate = 'lost' | 'given' | 'other'
export type Group = { key: string; name: string; changes: TrialChange[] }

export const fateOf = ({ before, after }: TrialChange): Fate =>
  before === after ? 'other' : after === 'deny' ? 'lost' : 'given'

export const nameOfThing = ({ resource, resourceName }: TrialChange) =>
  resourceName ?? `${resource.type} ${resource.id}`

/** Changes under who they are about, or under what; those with most of them first. */
export function groupsOf(changes: readonly TrialChange[], by: 'person' | 'thing'): Group[] {
  const groups = new Map<string, Group>()
  for (const change of changes) {
    const key = by === 'person' ? change.principal : productOf(change)
    const name = by === 'person' ? (change.principalName ?? change.principal) : productOf(change)
    const group = groups.get(key) ?? { key, name, changes: [] }
    group.changes.push(change)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.changes.length - a.changes.length || a.name.localeCompare(b.name))
}

/** A port stands under its product. */
const productOf = (change: TrialChange) => nameOfThing(change).split('/')[0] ?? ''
