import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Memory a run may take when it does not say, in bytes. */
export const defaultMemory = 2 ** 30
/** Address space Node and DuckDB reserve before they hold a row, in bytes; mostly never touched. */
const reserved = 1.6 * 2 ** 30

/** As `nice` counts: 0 is everybody's, 19 the least. */
const niceness = 15

/** A child with DuckDB loaded and no data in it. */
export type Child = { process: ChildProcess; orders: Writable; reports: Readable; memoryBytes: number }

/**
 * Starts a child under the third wall. `ulimit -v` makes a scalar function that asks for gigabytes fail inside the child, which
 * DuckDB's own limit does not; it is twice the memory because an allocator reserves more than it uses. No core dump: it would hold rows.
 */
export function start(memoryBytes = defaultMemory): Child {
  const entry = path.join(process.cwd(), 'dist', 'compute-worker.mjs')
  // Without this flag Node reserves 10 GB of addresses for each WebAssembly memory, and could not start under the limit.
  const node = [process.execPath, '--disable-wasm-trap-handler', '--max-old-space-size=384', entry]
  const limits = `ulimit -c 0; ulimit -v ${Math.floor((reserved + 2 * memoryBytes) / 1024)}; exec "$0" "$@"`
  const [command, ...args] = process.platform === 'linux' ? ['/bin/sh', '-c', limits, ...node] : node
  const child = spawn(command!, args, {
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    detached: process.platform === 'linux', // A session of its own, for `goBehind`.
    // Nothing of ours: a statement that could read the environment would find nothing there.
    env: { PATH: process.env.PATH, HOME: tmpdir(), TZ: 'UTC', LANG: 'C.UTF-8' } as unknown as NodeJS.ProcessEnv,
  })
  if (child.pid) goBehind(child.pid)
  // A child that is gone shows in its exit; a write that no longer reaches it is no fault of its own.
  child.stdin!.on('error', () => {})
  return { process: child, orders: child.stdin!, reports: child.stdio[3] as Readable, memoryBytes }
}

/**
 * Statements and copies take what pages leave: the portal and its database go first. It is called before the child has threads,
 * which inherit it. Where Linux shares the processor between sessions first, a priority counts within one only: the session's own
 * is lowered as well.
 */
function goBehind(pid: number) {
  // A child that has ended already, or a system that knows no such thing, is no fault: its work goes on as it would.
  try {
    setPriority(pid, niceness)
    if (process.platform === 'linux') writeFileSync(`/proc/${pid}/autogroup`, String(niceness))
  } catch {}
}
