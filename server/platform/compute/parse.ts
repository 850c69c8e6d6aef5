import { run } from './run'
import type { Limits, Parsed } from './schema'

/** What one SELECT reads and calls; throws `invalid` with the place of the fault when it is none. */
export const parse = (sql: string, limits: Limits = {}): Promise<Parsed> => run<Parsed>({ kind: 'parse', sql }, limits)
