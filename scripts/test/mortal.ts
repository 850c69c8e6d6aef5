import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../migrate'
import { type Cluster, startPostgres } from '../postgres'
import { template } from './database'

const againMs = 100

export type Mortal = ReturnType<typeof mortal>

/** A process that can be killed or frozen once it is up, and is started again whenever it ends, as the supervisor does. */
export function mortal(args: string[], env: Record<string, string>) {
  let over = false
  let child: ChildProcess
  let up: Promise<unknown>
  const start = () => {
    child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] })
    up = new Promise((resolve) => child.stdout!.once('data', resolve))
    child.once('exit', () => {
      if (!over) setTimeout(() => over || start(), againMs)
    })
  }
  start()
  return {
    up: () => up,
    kill: () => void child.kill('SIGKILL'),
    async freeze(ms: number) {
      const frozen = child
      frozen.kill('SIGSTOP')
      await sleep(ms)
      frozen.kill('SIGCONT')
    },
    end() {
      over = true
      child.kill('SIGKILL')
    },
  }
}

/** A PostgreSQL of its own that can be killed; its port stays. What it said was committed stays too, so commits wait for it. */
export async function mortalPostgres() {
  const folder = mkdtempSync(path.join(tmpdir(), 'stoa-mortal-'))
  chmodSync(folder, 0o711)
  execFileSync('cp', ['-a', `${await template()}/.`, folder])
  const flags = ['fsync=off', 'full_page_writes=off']
  let cluster: Cluster = await startPostgres(folder, { flags })
  const { port } = cluster
  await migrate(cluster.url('stoa'))
  return {
    url: cluster.url('stoa'),
    async kill() {
      const [pid] = readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(pid), 'SIGKILL')
      await cluster.ended
      cluster = await startPostgres(folder, { flags, port })
    },
    async end() {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
