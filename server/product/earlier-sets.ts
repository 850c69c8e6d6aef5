/** What one object of a port shows, and the copies that are kept of its asset. */
type Shown = { assetId: string; snapshotId: string }
type Kept = { id: string; state: string }

/**
 * The snapshots that a port could show instead of the present ones, by asset: those that were the newest at one moment before, the
 * last such moment first. Ids sort by birth. What waits to be accepted was never shown, and is not offered.
 */
export function earlierSets(
  present: readonly Shown[],
  kept: ReadonlyMap<string, readonly Kept[]>,
): Map<string, string>[] {
  const now = new Map(present.map(({ assetId, snapshotId }) => [assetId, snapshotId]))
  const usable = [...now].map(([assetId, shown]) => {
    const ids = (kept.get(assetId) ?? []).filter(({ state }) => state === 'current').map(({ id }) => id)
    return { assetId, ids: [...new Set([shown, ...ids.filter((id) => id < shown)])].sort().reverse() }
  })
  const moments = [...new Set(usable.flatMap(({ ids }) => ids))].sort().reverse()
  const sets: Map<string, string>[] = []
  const known = new Set([key(now)])
  for (const moment of moments) {
    const found = usable.map(({ assetId, ids }) => [assetId, ids.find((id) => id <= moment)] as const)
    // Before the first copy of one of its assets the port had nothing to show.
    if (found.some(([, id]) => id === undefined)) break
    const set = new Map(found as [string, string][])
    if (known.has(key(set))) continue
    known.add(key(set))
    sets.push(set)
  }
  return sets
}

const key = (set: ReadonlyMap<string, string>) => JSON.stringify([...set].sort())
