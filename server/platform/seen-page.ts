import type { Page } from './pages'

/** Pages that are looked through for one; where more would have to be, the page is short and the next begins where this one looked last. */
const mostLooks = 20

/** A page of those rows that may be told of: what may not be leaves no gap. */
export async function seenPage<T>(
  { cursor, limit }: { cursor?: string; limit: number },
  read: (page: { cursor?: string; limit: number }) => Promise<Page<T>>,
  sees: (one: T) => boolean,
): Promise<Page<T>> {
  const items: T[] = []
  let at = cursor
  for (let looks = 0; looks < mostLooks; looks++) {
    const page = await read({ cursor: at, limit: limit - items.length })
    items.push(...page.items.filter(sees))
    if (page.nextCursor === null) return { items, nextCursor: null }
    at = page.nextCursor
    if (items.length === limit) break
  }
  return { items, nextCursor: at ?? null }
}
