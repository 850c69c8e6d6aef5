import { availableParallelism } from 'node:os'
import { turns } from '../turns'

/** How many tasks run at once in this process; the rest wait in turn, and no organisation may take the last two places. */
const cores = availableParallelism()
const places = Math.max(6, cores * 2)
const placesOfOne = places - 2
/** One that has had this much work of late, in ms, leaves a core to the others while they are there, and each of its tasks takes one. */
const muchMs = 2_000
const placesOfMuch = Math.max(1, cores - 1)
/** Work is counted by its time, half of which is forgotten after this long, in ms. */
const halfLifeMs = 5_000

/** A place that a task runs in: on one core where room is left to others. `leave` gives it back, once. */
export type Slot = { oneCore: boolean; leave: () => void }
type Waiting = { org: string; go: () => void }
type Had = { ms: number; at: number }
const running = new Map<string, number>()
const had = new Map<string, Had>()
const waiting: Waiting[] = []
let taken = 0

const hadAt = ({ ms, at }: Had, now: number) => ms * 2 ** ((at - now) / halfLifeMs)

function leavesRoom(org: string): boolean {
  const before = had.get(org)
  return before !== undefined && hadAt(before, performance.now()) > muchMs && !turns.isAlone(org)
}

function may(org: string): boolean {
  const own = running.get(org) ?? 0
  if (taken >= places || own >= placesOfOne) return false
  return own < placesOfMuch || !leavesRoom(org)
}

/** Counts work that an organisation has had; those that had next to none of late are forgotten. */
function count(org: string, ms: number) {
  const now = performance.now()
  for (const [other, each] of had) if (hadAt(each, now) < 1) had.delete(other)
  const before = had.get(org)
  had.set(org, { ms: ms + (before ? hadAt(before, now) : 0), at: now })
}

/** Whether a place is free at this moment and nobody waits for it. */
export const free = (org: string) => waiting.length === 0 && may(org)

/** Waits for a place. */
export async function place(org: string, signal?: AbortSignal): Promise<Slot> {
  if (may(org) && !waiting.some((one) => one.org === org)) take(org)
  else await turn(org, signal)
  const began = performance.now()
  let left = false
  const leave = () => {
    if (left) return
    left = true
    count(org, performance.now() - began)
    taken--
    const own = (running.get(org) ?? 1) - 1
    if (own === 0) running.delete(org)
    else running.set(org, own)
    admit()
  }
  return { oneCore: leavesRoom(org), leave }
}

function take(org: string) {
  taken++
  running.set(org, (running.get(org) ?? 0) + 1)
}

/** Gives places that are free to those who wait, in their order. */
function admit() {
  for (let next = 0; next < waiting.length; ) {
    const one = waiting[next]!
    if (!may(one.org)) next++
    else {
      waiting.splice(next, 1)
      take(one.org)
      one.go()
    }
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
