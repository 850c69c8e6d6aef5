import { AppError } from './errors'

/**
 * Organisations share one process: its event loop and its pool of connections. Turns keep one that asks without pause from
 * standing in the way of the others: alone it takes many at once; beside others two, and one at a time while it has had more
 * than its share, with rests if that was much, so that another's page waits for one turn of it and never for its queue.
 */
const alone = 10
const beside = 2
const overShare = 1
/** One that is over its share and has had this much, in ms as they are counted, rests after each turn for as long as that took. */
const restsAboveMs = 500
const longestRestMs = 50
/** Turns are counted by their time, half of which is forgotten after this long, in ms. */
const halfLifeMs = 1_000
/** How long an organisation counts as being there after its last turn, in ms. */
const lingersMs = 1_000
/** How long one may wait, in ms, and how many of one organisation. */
const patienceMs = 10_000
const mostWaiting = 2_000

type Line = { running: number; waiting: (() => void)[]; seenAt: number; used: number; usedAt: number }

export class Turns {
  readonly #lines = new Map<string, Line>()

  /** Does the work when it is its organisation's turn. */
  async take<T>(org: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const line = this.#lines.get(org) ?? { running: 0, waiting: [], seenAt: began, used: 0, usedAt: began }
    this.#lines.set(org, line)
    line.seenAt = began
    if (line.waiting.length > 0 || line.running >= this.#most(line, began)) await wait(line)
    else line.running++
    const turn = performance.now()
    try {
      return await work()
    } finally {
      const now = performance.now()
      line.used = usedAt(line, now) + now - turn
      line.usedAt = now
      line.seenAt = now
      if (line.used > restsAboveMs && this.#most(line, now) === overShare)
        setTimeout(() => this.#end(line), Math.min(now - turn, longestRestMs))
      else this.#end(line)
    }
  }

  /** Whether no other organisation was there a moment ago. */
  isAlone(org: string): boolean {
    const now = performance.now()
    for (const [other, line] of this.#lines) if (other !== org && isThere(line, now)) return false
    return true
  }

  #end(line: Line) {
    line.running--
    for (const most = this.#most(line, performance.now()); line.running < most && line.waiting.length > 0; ) {
      line.running++
      line.waiting.shift()?.()
    }
  }

  /** How many turns an organisation may have at once; those that have gone are forgotten. */
  #most(line: Line, now: number): number {
    let there = 0
    let used = 0
    for (const [org, one] of this.#lines) {
      if (!isThere(one, now)) this.#lines.delete(org)
      else {
        there++
        used += usedAt(one, now)
      }
    }
    if (there < 2) return alone
    return usedAt(line, now) > used / there ? overShare : beside
  }
}

const usedAt = ({ used, usedAt }: Line, now: number) => used * 2 ** ((usedAt - now) / halfLifeMs)
const isThere = ({ running, waiting, seenAt }: Line, now: number) =>
  running > 0 || waiting.length > 0 || now - seenAt <= lingersMs

function wait(line: Line): Promise<void> {
  if (line.waiting.length >= mostWaiting) throw busy()
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      line.waiting.splice(line.waiting.indexOf(go), 1)
      reject(busy())
    }, patienceMs)
    line.waiting.push(go)
  })
}

const busy = () =>
  new AppError('unavailable', 'Your organisation asks for more than is answered at this moment; try again shortly.', {
    retryAfter: 5,
  })

// Development reloads modules; whose turn it is must not be lost with them.
const holder = globalThis as typeof globalThis & { stoaTurns?: Turns }
holder.stoaTurns ??= new Turns()
/** The turns of this process. */
export const turns = holder.stoaTurns
