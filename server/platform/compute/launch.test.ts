import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import * as compute from '.'

const query = (sql: string) => compute.query({ org: 'org_a', views: [], sql })
const launcher = () =>
  Number(
    execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
      .split('\n')
      .find((line) => line.includes('compute-launcher'))
      ?.trim()
      .split(' ')[0],
  )

test.runIf(process.platform === 'linux')(
  'what launches the children may die: they end with it, and the next is launched',
  async () => {
    expect((await query('select 1')).rows).toEqual([[1]])
    const first = launcher()
    const endless = query('select count(*) from range(100000000) a, range(100000) b where a.range * b.range % 7 = 3')
    const ended = expect(endless).rejects.toMatchObject({ code: 'unavailable' })
    await sleep(500)
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(first)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
    expect(children.length).toBeGreaterThan(0)
    process.kill(first, 'SIGKILL')
    await ended
    expect((await query('select 2')).rows).toEqual([[2]])
    expect(launcher()).not.toBe(first)
    await expect.poll(() => children.filter((pid) => existsSync(`/proc/${pid}/stat`)), { timeout: 10_000 }).toEqual([])
  },
)

const there = (pids: readonly number[]) => pids.filter((pid) => existsSync(`/proc/${pid}/stat`))
const below = (pid: number) =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
    .map(Number)

test.runIf(process.platform === 'linux')(
  'a child in the midst of an endless statement ends when its pipe closes',
  async () => {
    const worker = spawn(process.execPath, ['dist/compute-worker.mjs'], { stdio: ['pipe', 'ignore', 'ignore', 'pipe'] })
    const sql = 'select count(*) from range(100000000) a, range(100000) b where a.range * b.range % 7 = 3'
    const task = { kind: 'query', views: [], limit: 1, statement: { sql } }
    worker.stdin?.write(`${JSON.stringify({ task, temp: tmpdir(), memoryBytes: 2 ** 28 })}\n`)
    await once(worker.stdio[3] as Readable, 'data')
    await sleep(1_500)
    expect(there([worker.pid!])).toHaveLength(1)
    worker.stdin?.destroy()
    await expect.poll(() => there([worker.pid!]), { timeout: 10_000 }).toEqual([])
  },
)

test.runIf(process.platform === 'linux')(
  'the launcher ends with a portal that is killed while pipes are handed to it',
  async () => {
    // It asks for two children and then takes nothing any more: what was sent to it waits for its word.
    const portal = `const { spawn } = require('node:child_process')
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc']
    const launcher = spawn(process.execPath, ['dist/compute-launcher.mjs'], { stdio, env: { PATH: process.env.PATH } })
    launcher.send({ n: 1, memoryBytes: 2 ** 28 })
    launcher.send({ n: 2, memoryBytes: 2 ** 28 }, () => {
      console.log(launcher.pid)
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 0)
    })`
    const parent = spawn(process.execPath, ['-e', portal], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [said] = await once(parent.stdout!, 'data')
    const launcherPid = Number(String(said))
    await expect.poll(() => below(launcherPid).length, { timeout: 10_000 }).toBe(2)
    const family = [launcherPid, ...below(launcherPid)]
    parent.kill('SIGKILL')
    await expect.poll(() => there(family), { timeout: 10_000 }).toEqual([])
  },
)
