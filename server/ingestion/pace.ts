type Measured = { done: number; total?: number; startedAt: string | null }

/** Rate per second and seconds left of a run that is going on; nothing where it cannot be told yet. */
export function pace({ done, total, startedAt }: Measured, now: Date): { rate?: number; timeLeft?: number } {
  if (!startedAt || done === 0) return {}
  const seconds = Math.max((now.getTime() - Date.parse(startedAt)) / 1000, 0.001)
  const rate = Math.round((done / seconds) * 10) / 10
  // A total is an estimate: once passed, it tells nothing.
  return total !== undefined && total >= done && rate > 0
    ? { rate, timeLeft: Math.ceil((total - done) / rate) }
    : { rate }
}
