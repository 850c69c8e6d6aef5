import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Measures, Written } from './schema'

/** Time one writing task may take, in ms: a day, because a source may be slow and large. */
export const writingDeadlineMs = 24 * 3_600_000

/** Gives a child a name to write under, and the file its final one once it is whole: a half-written file is never seen. */
export async function writing<T>(outDir: string, names: number, work: (paths: string[]) => Promise<T>): Promise<T> {
  const drafts = Array.from({ length: names }, () => path.join(outDir, `.${randomUUID()}.part`))
  try {
    return await work(drafts)
  } finally {
    await Promise.all(drafts.map((draft) => rm(draft, { force: true })))
  }
}

export async function settle(draft: string, outDir: string, measures: Measures): Promise<Written> {
  const final = path.join(outDir, `${measures.hash}.parquet`)
  await rename(draft, final)
  return { path: final, ...measures }
}
