import { run } from './run'
import type { Limits, Measures, Written } from './schema'
import { settle, writing, writingDeadlineMs } from './written'

type Parted = { kept: Measures; aside: Measures; failed: { id: string; rows: number }[] }

/** Parts a file: rows for which any condition is true go to `aside` (null when there is none), the rest is `kept`. */
export function split(
  ask: Limits & { org: string; path: string; failing: { id: string; where: string }[]; outDir: string },
): Promise<{ kept: Written; aside: Written | null; failed: { id: string; rows: number }[] }> {
  return writing(ask.outDir, 2, async ([kept, aside]) => {
    const task = { kind: 'split' as const, path: ask.path, failing: ask.failing, kept: kept!, aside: aside! }
    const parted = await run<Parted>(task, { deadlineMs: writingDeadlineMs, ...ask })
    return {
      kept: await settle(kept!, ask.outDir, parted.kept),
      aside: parted.aside.rows > 0 ? await settle(aside!, ask.outDir, parted.aside) : null,
      failed: parted.failed,
    }
  })
}
