import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { findProgram } from '../find-program'
import { freePort } from '../postgres'

/** How a Meilisearch of our own is run: the program that is on the PATH, on loopback, with a master key of this start alone. */
export type SearchServer = { args: string[]; url: string; key: string }

/**
 * Null where another is named in the settings, or there is no such program; and beside a database of somebody else's, on which several
 * portals may run: they need one index, not one each.
 */
export async function ownSearchServer(folder: string): Promise<SearchServer | null> {
  if (process.env.MEILI_URL || process.env.DATABASE_URL) return null
  const program = findProgram('meilisearch')
  if (!program) return null
  const data = path.join(folder, 'meilisearch')
  fs.mkdirSync(data, { recursive: true, mode: 0o700 })
  const port = await freePort()
  return {
    args: ['scripts/start/meilisearch.mjs', program, String(port), data],
    url: `http://127.0.0.1:${port}`,
    key: randomBytes(32).toString('base64url'),
  }
}
