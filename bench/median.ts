/** The middle of so many times that a run took, in ms; `before` each is not counted. */
export async function median(rounds: number, run: () => Promise<unknown>, before?: () => Promise<unknown>) {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await before?.()
    const began = performance.now()
    await run()
    times.push(performance.now() - began)
  }
  return times.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0
}
