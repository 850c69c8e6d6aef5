import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Turns } from './turns'

/** Work that counts how much of it runs at once. */
function counted() {
  let running = 0
  const seen = { most: 0, done: 0 }
  const work = async () => {
    seen.most = Math.max(seen.most, ++running)
    await sleep(5)
    running--
    seen.done++
  }
  return { seen, work }
}

afterEach(() => vi.useRealTimers())

describe('turns', () => {
  test('one organisation alone takes many at once, and all are done', async () => {
    const turns = new Turns()
    const { seen, work } = counted()
    await Promise.all(Array.from({ length: 40 }, () => turns.take('a', work)))
    expect(seen).toEqual({ most: 10, done: 40 })
  })

  test('another is begun at once beside a flood, which then takes one at a time', async () => {
    const turns = new Turns()
    const flood = counted()
    const all = Promise.all(Array.from({ length: 60 }, () => turns.take('a', flood.work)))
    let begun = false
    await turns.take('b', async () => {
      begun = true
      expect(flood.seen.done).toBe(0)
    })
    expect(begun).toBe(true)
    await sleep(8)
    const later = counted()
    const more = Array.from({ length: 8 }, () => turns.take('a', later.work))
    await all
    await Promise.all(more)
    expect(later.seen).toEqual({ most: 1, done: 8 })
  })

  test('one that had much rests beside another between its turns, and alone does not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const turns = new Turns()
    const ran: [number, number][] = []
    const work = async () => {
      const began = performance.now()
      await new Promise((done) => setTimeout(done, 40))
      ran.push([began, performance.now()])
    }
    const rests = () => ran.slice(1).map(([began], at) => began - ran[at]![1])
    const alone = (async () => {
      for (let n = 0; n < 20; n++) await turns.take('a', work)
    })()
    await vi.advanceTimersByTimeAsync(20 * 40)
    await alone
    expect(new Set(rests())).toEqual(new Set([0]))
    ran.length = 0
    await turns.take('b', async () => {})
    const beside = Promise.all(Array.from({ length: 4 }, () => turns.take('a', work)))
    await vi.advanceTimersByTimeAsync(4 * 80)
    await beside
    expect(rests()).toEqual([40, 40, 40])
  })

  test('work that fails gives its turn back', async () => {
    const turns = new Turns()
    const fails = Array.from({ length: 30 }, () => turns.take('a', () => Promise.reject(new Error('no'))))
    expect((await Promise.allSettled(fails)).every(({ status }) => status === 'rejected')).toBe(true)
    expect(await turns.take('a', async () => 1)).toBe(1)
  })
})
