import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { folderStorage } from './folder'

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-storage-'))
// Another file system, as a data folder and the shared storage are: what is put is copied, not renamed.
const shm = '/dev/shm'
const elsewhere = fs.existsSync(shm) && fs.statSync(shm).dev !== fs.statSync(root).dev ? shm : os.tmpdir()
const work = fs.mkdtempSync(path.join(elsewhere, 'stoa-put-'))
afterAll(() => {
  for (const folder of [root, work]) fs.rmSync(folder, { recursive: true, force: true })
})
const size = 24 * 1024 * 1024
const made = (name: string) => {
  const file = path.join(work, name)
  fs.writeFileSync(file, Buffer.alloc(size, 7))
  return file
}

test('of two processes that put the same content neither opens the file that the other has put in place', async () => {
  for (let turn = 0; turn < 12; turn++) {
    const [one, other] = [folderStorage(root), folderStorage(root)]
    const key = `snapshots/org/${turn}.parquet`
    let least = Number.POSITIVE_INFINITY
    let over = false
    const watching = (async () => {
      while (!over) {
        const found = fs.statSync(path.join(root, key), { throwIfNoEntry: false })
        if (found) least = Math.min(least, found.size)
        await sleep(0)
      }
    })()
    const first = one.put(key, made(`a${turn}`))
    await sleep(turn * 2)
    await Promise.all([first, other.put(key, made(`b${turn}`))])
    over = true
    await watching
    expect(Math.min(least, fs.statSync(path.join(root, key)).size)).toBe(size)
  }
  expect(fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'))).toEqual(
    [],
  )
})

test('what a kill left of a copy goes with the next; one that is being made stays', async () => {
  const folder = path.join(root, 'snapshots', 'org', 'copying')
  fs.mkdirSync(folder, { recursive: true })
  for (const name of ['left.part', 'fresh.part']) fs.writeFileSync(path.join(folder, name), 'half')
  fs.utimesSync(path.join(folder, 'left.part'), new Date(), Date.now() / 1000 - 7200)
  await folderStorage(root).put('snapshots/org/next.parquet', made('next'))
  if (elsewhere === shm) expect(fs.readdirSync(folder)).toEqual(['fresh.part'])
  else console.log('SKIPPED: there is no second file system here to copy from.')
})
