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

/** The middles of several runs that take turns, so that what else the machine does falls on all of them alike; the first `warm` rounds are not counted. */
export async function mediansInTurn<Name extends string>(
  { rounds, warm }: { rounds: number; warm: number },
  runs: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(runs) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = -warm; round < rounds; round++) {
    for (const name of names) {
      const began = performance.now()
      await runs[name]()
      if (round >= 0) times[name].push(performance.now() - began)
    }
  }
  const middle = (of: number[]) => of.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0
  return Object.fromEntries(names.map((name) => [name, middle(times[name])])) as Record<Name, number>
}
