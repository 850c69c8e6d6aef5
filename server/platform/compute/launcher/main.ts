import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { setPriority } from 'node:os'
import path from 'node:path'
import type { Launched, Wanted } from './protocol'

/**
 * The launcher: starts the children, and hands their pipes to the portal. To start a process, one that holds much memory stands still
 * for as long as the system copies its tables; this one holds little. It ends when the portal does.
 */

/** Address space Node and DuckDB reserve before they hold a row, in bytes; mostly never touched. */
const reserved = 1.6 * 2 ** 30

/** How often it is looked whether the portal is still there, in ms. */
const orphanedMs = 1_000

/** As `nice` counts: 0 is everybody's, 19 the least. */
const niceness = 15

/**
 * Starts a child under the third wall. `ulimit -v` makes a scalar function that asks for gigabytes fail inside the child, which
 * DuckDB's own limit does not; it is twice the memory because an allocator reserves more than it uses. No core dump: it would hold rows.
 */
function start(memoryBytes: number): ChildProcess {
  const entry = path.join(process.cwd(), 'dist', 'compute-worker.mjs')
  // Without this flag Node reserves 10 GB of addresses for each WebAssembly memory, and could not start under the limit.
  const node = [process.execPath, '--disable-wasm-trap-handler', '--max-old-space-size=384', entry]
  const limits = `ulimit -c 0; ulimit -v ${Math.floor((reserved + 2 * memoryBytes) / 1024)}; exec "$0" "$@"`
  const [command, ...args] = process.platform === 'linux' ? ['/bin/sh', '-c', limits, ...node] : node
  const child = spawn(command!, args, {
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    detached: process.platform === 'linux', // A session of its own, for `goBehind`.
  })
  if (child.pid) goBehind(child.pid)
  return child
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

const say = (said: Launched, end?: Socket) => void process.send?.(said, end)

process.on('message', ({ n, memoryBytes }: Wanted) => {
  const child = start(memoryBytes)
  child.once('error', (error) => say({ n, fault: error.message }))
  if (!child.pid) return
  // Whatever is said after a pipe waits until that has arrived: with the number of the process the portal has both.
  say({ n, end: 'reports' }, child.stdio[3] as Socket)
  say({ n, end: 'orders' }, child.stdin as Socket)
  say({ n, pid: child.pid })
  child.once('exit', () => say({ n, gone: true }))
})
process.on('disconnect', () => process.exit())
// A portal that is killed while pipes are on their way to it is not said to be gone: they wait for its word. Its children are handed on.
const portal = process.ppid
setInterval(() => process.ppid !== portal && process.exit(), orphanedMs).unref()
// What stops everything goes to every process of a terminal; this one is needed until the portal is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
