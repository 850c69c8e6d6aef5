import type { Column, Difference } from './schema'

/** What changed from one schema to the next; the first one has no difference. */
export function difference(before: readonly Column[] | undefined, after: readonly Column[]): Difference {
  if (!before) return { added: [], removed: [], changed: [] }
  const old = new Map(before.map((column) => [column.name, column]))
  const now = new Set(after.map(({ name }) => name))
  return {
    added: after.filter(({ name }) => !old.has(name)),
    removed: before.filter(({ name }) => !now.has(name)),
    changed: after.flatMap(({ name, type }) => {
      const was = old.get(name)
      return was && was.type !== type ? [{ name, before: was.type, after: type }] : []
    }),
  }
}
