import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { freePort } from '../scripts/postgres'
import { chance, seed, times } from '../scripts/test/chance'
import { startInstance } from '../scripts/test/instance'
import { canTell, processesOf } from '../scripts/test/processes'

const kills = times(2, 20)
const longest = 12_000 // ms into a first start without the demo: past its end, on a quick machine

async function nothingLeft(folder: string) {
  if (canTell) await expect.poll(() => processesOf(folder), { timeout: 20_000 }).toEqual([])
  else console.log(`SKIPPED: what is left running is looked for on Linux only, not on ${process.platform}.`)
}

/** A start that is killed after so many ms, with everything it was about to do. */
async function killedStart(folder: string, after: number, args: string[]) {
  const { DATABASE_URL, ...rest } = process.env
  const env = { ...rest, HOST: '127.0.0.1', PORT: String(await freePort()), STOA_DATA_DIR: folder }
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], { stdio: ['pipe', 'ignore', 'ignore'], env })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await sleep(after)
  child.kill('SIGKILL')
  await ended
}

test(`a first start killed at ${kills} moments is recovered, and leaves nothing running`, async () => {
  console.log(`STOA_TEST_SEED=${seed}`)
  test.setTimeout(kills * 90_000)
  const random = chance(seed)
  for (let kill = 0; kill < kills; kill++) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-killed-'))
    fs.chmodSync(folder, 0o711) // root's PostgreSQL runs as another user
    const after = Math.round(300 + random() * longest)
    try {
      await test.step(`killed after ${after} ms`, async () => {
        await killedStart(folder, after, ['--empty'])
        await nothingLeft(folder)
        const instance = await startInstance(folder, ['--empty'])
        const made = await fetch(`${instance.address}/api/v1/setup`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            slug: 'first',
            name: 'First',
            owner: { email: 'first@example.com', name: 'First', password: 'a password of some length' },
          }),
        })
        expect(made.status, await made.text()).toBe(201)
        const health = await fetch(`${instance.address}/api/health`)
        expect(await health.json()).toMatchObject({ status: 'ok' })
        await instance.stop()
        await nothingLeft(folder)
      })
    } finally {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
})

test('two starts on one folder: the second says who has it, and harms nothing', async () => {
  test.setTimeout(90_000)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-twice-'))
  fs.chmodSync(folder, 0o711)
  const instance = await startInstance(folder, ['--empty'])
  try {
    await expect(startInstance(folder, ['--empty'])).rejects.toThrow(
      `Stoa already runs on the data in ${folder}, at ${instance.address}`,
    )
    expect((await fetch(`${instance.address}/api/health`)).status).toBe(200)
  } finally {
    await instance.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

test('a folder that cannot be written is refused in one sentence', async () => {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-shut-'))
  // Root may write anywhere but below a file.
  const root = process.getuid?.() === 0
  if (root) fs.writeFileSync(path.join(parent, 'file'), '')
  else fs.chmodSync(parent, 0o500)
  try {
    await expect(startInstance(path.join(parent, root ? 'file/data' : 'data'), ['--empty'])).rejects.toThrow(
      `cannot be written (${root ? 'ENOTDIR' : 'EACCES'}): give it to this user, or set STOA_DATA_DIR to another folder.`,
    )
  } finally {
    fs.chmodSync(parent, 0o700)
    fs.rmSync(parent, { recursive: true, force: true })
  }
})
