import { run } from './run'
import type { Limits, Measures, Written } from './schema'
import { settle, writing, writingDeadlineMs } from './written'

/** What an incremental read makes of a snapshot: the previous rows whose key did not come again, and those that came. */
export function combine(
  ask: Limits & { org?: string; previous: string; path: string; key?: string[]; outDir: string },
): Promise<Written> {
  return writing(ask.outDir, 1, async ([out]) => {
    const task = { kind: 'combine' as const, previous: ask.previous, path: ask.path, key: ask.key ?? [], out: out! }
    return settle(out!, ask.outDir, await run<Measures>(task, { deadlineMs: writingDeadlineMs, ...ask }))
  })
}
