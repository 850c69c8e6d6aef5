/** Snapshots of an asset that stay though nothing points at them. */
const keptNewest = 5
/** How long any snapshot stays, in ms: a week, so that what ran a moment ago can still be looked into. */
const keptFor = 7 * 86_400_000

type Kept = { id: string; createdAt: string; state: string }

/** The snapshots of one asset (newest first) that may go: old, beyond the newest few, and pointed at by nothing. */
export function disposable<S extends Kept>(
  newestFirst: readonly S[],
  latest: string | null,
  referenced: ReadonlySet<string>,
  now: Date,
): S[] {
  return newestFirst.filter(
    (one, index) =>
      index >= keptNewest &&
      one.id !== latest &&
      !referenced.has(one.id) &&
      now.getTime() - Date.parse(one.createdAt) > keptFor,
  )
}
