import { firstId, type Noun } from './ids'

export type Page<T> = { items: T[]; nextCursor: string | null }

/** The pages of a list, one after the other, to its end; whoever has enough leaves. */
export async function* pagesOf<T>(read: (cursor?: string) => Promise<Page<T>>): AsyncGenerator<Page<T>> {
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    yield page
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

/** What a list holds, page by page until there are at least so many; `truncated`: there was more. */
export async function gather<T>(
  read: (cursor?: string) => Promise<Page<T>>,
  most: number,
): Promise<{ items: T[]; truncated: boolean }> {
  const items: T[] = []
  for await (const page of pagesOf(read)) {
    items.push(...page.items)
    if (items.length >= most) return { items, truncated: page.nextCursor !== null }
  }
  return { items, truncated: false }
}

/** The first rows, by their ids, of several lists that are in that order and may have rows in common. */
export function firstOf<T extends { id: string }>(lists: T[][], order: 'asc' | 'desc', limit: number): T[] {
  const rows = [...new Map(lists.flat().map((row) => [row.id, row])).values()]
  const sign = order === 'asc' ? 1 : -1
  return rows.sort((one, other) => (one.id < other.id ? -sign : sign)).slice(0, limit)
}

/** What is written at once may be seen a moment later: rows of the last minutes are read again, in ms. */
const overlap = 10 * 60_000

/** Reads lines that only come, by their ids: from a position on, with the position to go on from next time. */
export const readingOn =
  (noun: Noun, read: (after: string) => Promise<Page<string>>) =>
  (from = '') => ({
    pages: textOf((after) => read(after ?? from)),
    position: firstId(noun, Date.now() - overlap),
  })

/** The pages of a list of lines as one text after the other. */
export async function* textOf(read: (cursor?: string) => Promise<Page<string>>): AsyncGenerator<string> {
  for await (const { items } of pagesOf(read)) if (items.length > 0) yield `${items.join('\n')}\n`
}
