/** The seed of this run's chance: the same one makes the same run (`STOA_TEST_SEED`). */
export const seed = Number(process.env.STOA_TEST_SEED ?? Date.now() % 100_000)

/** Numbers from 0 to 1 that come out the same for one seed (mulberry32). */
export function chance(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** How often a fault is made: a few times in `npm test`, in earnest by `npm run test:faults`. */
export const times = (short: number, full: number): number => (process.env.STOA_FAULTS ? full : short)
