import { availableParallelism } from 'node:os'

/** How many tasks run at once in this process; the rest wait in turn, and no organisation may take the last two places. */
const places = Math.max(6, availableParallelism() * 2)
const placesOfOne = places - 2

type Waiting = { org: string; go: () => void }
const running = new Map<string, number>()
const waiting: Waiting[] = []
let taken = 0

const may = (org: string) => taken < places && (running.get(org) ?? 0) < placesOfOne

/** Whether a place is free at this moment and nobody waits for it. */
export const free = (org: string) => waiting.length === 0 && may(org)

/** Waits for a place; the answer gives it back, once. */
export async function place(org: string, signal?: AbortSignal): Promise<() => void> {
  if (!may(org)) await turn(org, signal)
  taken++
  running.set(org, (running.get(org) ?? 0) + 1)
  let given = false
  return () => {
    if (given) return
    given = true
    taken--
    const left = (running.get(org) ?? 1) - 1
    if (left === 0) running.delete(org)
    else running.set(org, left)
    const next = waiting.findIndex((one) => may(one.org))
    if (next >= 0) waiting.splice(next, 1)[0]!.go()
  }
}

function turn(org: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      const at = waiting.indexOf(entry)
      if (at >= 0) waiting.splice(at, 1)
      reject(signal?.reason)
    }
    const entry = {
      org,
      go: () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      },
    }
    waiting.push(entry)
    signal?.addEventListener('abort', leave, { once: true })
  })
}
