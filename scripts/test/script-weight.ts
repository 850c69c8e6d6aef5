import fs from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from '../start/build'

/** The most script that the first load of a page may bring, compressed, in kB of 1000 bytes. */
const MOST = 200
/** So many of the heaviest pages are told each time. */
const TOLD = 5

type Page = { route: string; firstLoadChunkPaths: string[] }

/** Weighs what each page of the production build loads at first; answers how many pages there are and how many are too heavy. */
export async function weighScripts(): Promise<{ passed: number; failed: number; skipped: number }> {
  await build()
  const pages = JSON.parse(fs.readFileSync('.next/diagnostics/route-bundle-stats.json', 'utf8')) as Page[]
  const sizes = new Map<string, number>()
  for (const chunk of new Set(pages.flatMap((page) => page.firstLoadChunkPaths)))
    sizes.set(chunk, gzipSync(fs.readFileSync(chunk)).length)
  const weighed = pages
    .map(({ route, firstLoadChunkPaths: chunks }) => ({
      route,
      kb: chunks.reduce((sum, chunk) => sum + sizes.get(chunk)!, 0) / 1000,
    }))
    .sort((a, b) => b.kb - a.kb)
  const heavy = weighed.filter(({ kb }) => kb > MOST)
  console.log(`\nScript of a first load, gzip, at most ${MOST} kB. The heaviest of ${weighed.length} pages:`)
  for (const { route, kb } of weighed.slice(0, Math.max(TOLD, heavy.length)))
    console.log(
      `  ${kb.toFixed(1).padStart(6)} kB  ${route}${kb > MOST ? '  TOO HEAVY: fetch what the first paint does not need when it is opened' : ''}`,
    )
  // A build that lists no page proves nothing.
  const failed = weighed.length === 0 ? 1 : heavy.length
  return { passed: weighed.length - heavy.length, failed, skipped: 0 }
}
