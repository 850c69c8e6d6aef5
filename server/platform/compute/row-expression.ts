import { run } from './run'
import type { Limits } from './schema'

/** Throws `invalid` unless the text is one expression over a row's own columns: no subquery, no window, allowed functions only. */
export const rowExpression = (expression: string, limits: Limits = {}): Promise<void> =>
  run<void>({ kind: 'rowExpression', expression }, limits)
