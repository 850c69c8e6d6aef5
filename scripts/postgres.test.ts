import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from './postgres'
import { once } from './sql'

let folder: string

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-cluster-'))
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** Starts the cluster in a process of its own, has it write a row, and answers with its port while it still runs. */
async function elsewhere() {
  const program = `
    const { startPostgres } = await import('./scripts/postgres.ts')
    const { once } = await import('./scripts/sql.ts')
    const cluster = await startPostgres(${JSON.stringify(folder)})
    await once(cluster.url('postgres'), 'create table if not exists kept (n int)')
    await once(cluster.url('postgres'), 'insert into kept values (1)')
    console.log(cluster.port)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(Number(chunk)))
    child.once('exit', (status) => reject(new Error(`it ended with ${status}`)))
  })
  return { child, port }
}

it('ends with a parent that was killed, keeps its rows, and starts again', async () => {
  const { child, port } = await elsewhere()
  child.kill('SIGKILL')
  const again = await startPostgres(folder)
  try {
    expect(again.port).not.toBe(port)
    expect(await once(again.url('postgres'), 'select count(*)::int as n from kept')).toEqual([{ n: 1 }])
  } finally {
    await again.stop()
  }
})

it('takes a process number that now belongs to another program for what it is', async () => {
  const stale = path.join(folder, 'postgres', 'postmaster.pid')
  fs.writeFileSync(stale, `${process.pid}\n`)
  const again = await startPostgres(folder)
  await again.stop()
})

it('is for those who know its password only, and on this machine only', async () => {
  const cluster = await startPostgres(folder)
  try {
    const wrong = cluster.url('postgres').replace(/:[^:@]+@/, ':wrong@')
    await expect(once(wrong, 'select 1')).rejects.toThrow(/password authentication failed/)
    expect(await once(cluster.url('postgres'), 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(fs.statSync(path.join(folder, 'postgres.password')).mode & 0o777).toBe(0o600)
  } finally {
    await cluster.stop()
  }
})
