import { run } from './run'
import type { Limits, Measured, View } from './schema'

/** Runs statements that authors wrote; each sees the given views alone and may answer with one number. A faulty one fails by itself. */
export const numbers = (
  ask: Limits & { org: string; views: View[]; checks: { id: string; sql: string }[] },
): Promise<Measured[]> => run<Measured[]>({ kind: 'numbers', views: ask.views, checks: ask.checks }, ask)
