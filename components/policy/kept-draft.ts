/** A draft as it waits in the browser's tab while one is elsewhere: what was typed, and the version it began from. */
export type Kept = { version: number; text: string }

const placeOf = (org: string) => `stoa policies ${org}`

/** What is kept for this tab; null where there is nothing, or where the browser keeps nothing. */
export function readKept(org: string): Kept | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(placeOf(org)) ?? 'null')
    if (typeof found !== 'object' || found === null || !('version' in found) || !('text' in found)) return null
    const { version, text } = found
    return typeof version === 'number' && typeof text === 'string' ? { version, text } : null
  } catch {
    return null
  }
}

export function keep(org: string, draft: Kept | null): void {
  try {
    if (draft) sessionStorage.setItem(placeOf(org), JSON.stringify(draft))
    else sessionStorage.removeItem(placeOf(org))
  } catch {
    // Full, or not allowed: one is still asked before the page goes.
  }
}
