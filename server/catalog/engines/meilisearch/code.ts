import { createHash } from 'node:crypto'

/**
 * Texts that must match exactly, as Meilisearch keeps them: it folds case and accents of what it filters and counts by, so that "Staff" and
 * "staff" would be one. Written in hexadecimal, a text is itself alone, and nothing in it is syntax.
 */

const LONGEST = 200 // bytes; the server cuts what is over 468

export function coded(text: string): string {
  const bytes = Buffer.from(text)
  return bytes.length <= LONGEST ? `x${bytes.toString('hex')}` : `h${createHash('sha256').update(bytes).digest('hex')}`
}

/** The text again; null for one so long that only its hash is kept. */
export const decoded = (code: string): string | null =>
  code.startsWith('x') ? Buffer.from(code.slice(1), 'hex').toString() : null
