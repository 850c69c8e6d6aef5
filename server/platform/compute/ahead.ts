import { type Child, defaultMemory } from './child'
import { takeWaiting } from './pool'
import { free } from './slots'
import { makeTemp, removeTemp } from './temp'

/** How long a child that was told of a statement waits for it, in ms. */
const patienceMs = 5_000

/** A child that knows a statement's text already, while its caller still finds out what that may read. `drop` lets it go unused. */
export type Ahead = { take: () => Promise<{ child: Child; temp: string } | null>; drop: () => void }

/**
 * Tells a waiting child of a statement that is about to come, if a place is free at this moment: it parses the text and sets its
 * limits meanwhile. It is told of no file. Nothing rests on it: where no child waits, `take` answers null.
 */
export function ahead(org: string, sql: string): Ahead | undefined {
  if (!free(org)) return
  const temp = makeTemp()
  const coming = takeWaiting().then((child) => {
    child?.orders.write(`${JSON.stringify({ ahead: { sql, temp, memoryBytes: defaultMemory } })}\n`)
    return child
  })
  let left = true
  const leave = () => {
    const was = left
    left = false
    clearTimeout(patience)
    return was
  }
  const drop = () => {
    if (leave())
      void coming.then((child) => {
        child?.kill()
        return removeTemp(temp)
      })
  }
  const patience = setTimeout(drop, patienceMs).unref()
  const take = async () => {
    const child = leave() ? await coming : null
    if (child && !child.gone) return { child, temp }
    await removeTemp(temp)
    return null
  }
  return { take, drop }
}
