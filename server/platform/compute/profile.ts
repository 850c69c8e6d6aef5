import { run } from './run'
import type { Limits, Profile } from './schema'

const deadlineMs = 15 * 60_000

/** Measures every column of a Parquet file: nulls, distinct, range, shape, frequent values, likely personal data. */
export async function profile(path: string, limits: Limits & { org?: string } = {}): Promise<Profile> {
  const began = performance.now()
  const measured = await run<Omit<Profile, 'took'>>({ kind: 'profile', path }, { deadlineMs, ...limits })
  return { ...measured, took: Math.round(performance.now() - began) }
}
