import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
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
