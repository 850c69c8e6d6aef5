import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { turns } from '../turns'
import { place } from './slots'

/** Asks for so many places; each that is had is kept for a time, in ms. Answers how many were had at once at most. */
async function busy(org: string, times: number, ms: number): Promise<number> {
  let [now, most] = [0, 0]
  const one = async () => {
    const { leave } = await place(org)
    most = Math.max(most, ++now)
    await sleep(ms)
    now--
    leave()
  }
  await Promise.all(Array.from({ length: times }, one))
  return most
}
const cores = availableParallelism()
const ofOne = Math.max(6, cores * 2) - 2
/** Whether a task of this organisation would have one core only, at this moment. */
async function hasOneCore(org: string): Promise<boolean> {
  const { oneCore, leave } = await place(org)
  leave()
  return oneCore
}
const isThere = (org: string) => turns.take(org, async () => {})

describe('places', () => {
  test('one organisation has all but two, alone or beside others, until it has had much', async () => {
    expect(await busy('alone', 3 * ofOne, 5)).toBe(ofOne)
    await isThere('other')
    expect(await busy('little', 3 * ofOne, 5)).toBe(ofOne)
    expect(await hasOneCore('little')).toBe(false)
  })

  test('that had much leaves a core to another that is there, and has all again when that is gone', async () => {
    expect(await busy('much', ofOne, 2_500 / ofOne + 100)).toBe(ofOne)
    await isThere('other')
    expect(await hasOneCore('much')).toBe(true)
    expect(await busy('much', 2 * ofOne, 20)).toBe(Math.max(1, cores - 1))
    // What it asked for while the other was there is not held to that for longer.
    await isThere('other')
    const waits = busy('much', 3 * ofOne, 600)
    await sleep(1_100)
    expect(await waits).toBe(ofOne)
    expect(await hasOneCore('much')).toBe(false)
  }, 30_000)

  test('one that gives up waiting leaves the line, and whoever waits behind it goes on', async () => {
    const full = await Promise.all(Array.from({ length: ofOne }, () => place('full')))
    const stop = new AbortController()
    const gone = place('full', stop.signal)
    const next = place('full')
    stop.abort(new Error('enough'))
    await expect(gone).rejects.toThrow('enough')
    full[0]!.leave()
    full[0]!.leave()
    ;(await next).leave()
    for (const one of full) one.leave()
    expect(await busy('full', 2 * ofOne, 1)).toBe(ofOne)
  })
})
