import type { z } from 'zod'
import type { promiseShape } from './schema'
import type { CheckRun, Pointer } from './store'

type Run = Pick<CheckRun, 'versionId' | 'port' | 'at' | 'held'> & { results: { ok: boolean }[] }
type Held = Pick<Pointer, 'heldWhy' | 'heldSince'>

/** How well what is published keeps its promises, in one word and one sentence. */

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** The newest run of each port, of runs that come newest first. */
export function newestRuns<R extends Run>(runs: R[]): R[] {
  return runs.filter(
    (run, n) => runs.findIndex((each) => each.versionId === run.versionId && each.port === run.port) === n,
  )
}

/** A port that stands on its newest snapshot is judged by its newest run; one that was held back, by the run that let it in. */
export function resultsOf<R extends Run>(runs: R[]): R['results'] {
  return newestRuns(runs.filter((run) => run.held)).flatMap((run) => run.results)
}

export function promiseOf(pointers: Held[], runs: Run[]): z.infer<typeof promiseShape> {
  const results = resultsOf(runs)
  const failing = results.filter((result) => !result.ok).length
  const counts = { checks: results.length, failing }
  const held = pointers.filter((each) => each.heldSince !== null).toSorted((a, b) => +a.heldSince! - +b.heldSince!)[0]
  if (held)
    return {
      state: 'stale',
      text: `Newer rows are held back: ${held.heldWhy}`,
      since: held.heldSince!.toISOString(),
      ...counts,
    }
  if (runs.length === 0) return { state: 'unknown', text: 'Nothing was checked yet', since: null, ...counts }
  const since = newestRuns(runs)[0]!.at.toISOString()
  if (failing > 0)
    return { state: 'warned', text: `${plural(failing, 'promise')} of ${results.length} not kept`, since, ...counts }
  const text = results.length === 0 ? 'It promises nothing that can be checked' : 'All promises kept'
  return { state: 'kept', text, since, ...counts }
}
