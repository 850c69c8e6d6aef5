import type { PolicyChange } from './schema'

type Kept = { id: string; text: string }

/** What a text changes, policy by policy: by its id, whatever its place. */
export function difference(before: readonly Kept[], after: readonly Kept[]): PolicyChange[] {
  const old = new Map(before.map(({ id, text }) => [id, text]))
  const fresh = new Map(after.map(({ id, text }) => [id, text]))
  const changed = [...fresh].flatMap(([policy, text]): PolicyChange[] => {
    const was = old.get(policy)
    if (was === text) return []
    return [{ policy, change: was === undefined ? 'added' : 'changed', before: was ?? null, after: text }]
  })
  const removed = [...old].flatMap(([policy, text]): PolicyChange[] =>
    fresh.has(policy) ? [] : [{ policy, change: 'removed', before: text, after: null }],
  )
  return [...changed, ...removed]
}
