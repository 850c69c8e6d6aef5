import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Child } from './child'
import type { Launched, Wanted } from './launcher/protocol'

type Ordered = Wanted & {
  ends: { orders?: Socket; reports?: Socket }
  done: (child: Child) => void
  fail: (error: Error) => void
}
type Launcher = { process: ChildProcess; last: number; ordered: Map<number, Ordered>; children: Map<number, Child> }

// One for the process: a build holds this module more than once, and development reloads it.
const holder = globalThis as typeof globalThis & { stoaLauncher?: Launcher }

/** Starts a child through the launcher, which is started first where there is none. */
export function launch(memoryBytes: number): Promise<Child> {
  holder.stoaLauncher ??= open()
  const launcher = holder.stoaLauncher
  const n = ++launcher.last
  return new Promise<Child>((done, fail) => {
    launcher.ordered.set(n, { n, memoryBytes, ends: {}, done, fail })
    keep(launcher)
    launcher.process.send({ n, memoryBytes } satisfies Wanted, (error) => error && refuse(launcher, n, error))
  })
}

function open(): Launcher {
  const entry = path.join(process.cwd(), 'dist', 'compute-launcher.mjs')
  const child = spawn(process.execPath, ['--max-old-space-size=32', entry], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Nothing of ours, here and in what it starts: a statement that could read the environment would find nothing there.
    env: { PATH: process.env.PATH, HOME: tmpdir(), TZ: 'UTC', LANG: 'C.UTF-8' } as unknown as NodeJS.ProcessEnv,
  })
  const launcher: Launcher = { process: child, last: 0, ordered: new Map(), children: new Map() }
  child.on('message', (said, end) => hear(launcher, said as Launched, end as Socket | undefined))
  child.once('exit', () => close(launcher))
  child.once('error', () => close(launcher))
  return launcher
}

function hear(launcher: Launcher, said: Launched, end?: Socket) {
  const ordered = launcher.ordered.get(said.n)
  if ('gone' in said) {
    launcher.children.get(said.n)?.end()
    launcher.children.delete(said.n)
  } else if ('fault' in said) refuse(launcher, said.n, new Error(said.fault))
  else if ('end' in said && ordered) ordered.ends[said.end] = end
  else if ('pid' in said && ordered) {
    const { orders, reports } = ordered.ends
    launcher.ordered.delete(said.n)
    if (!orders || !reports) return ordered.fail(new Error('a child came without its pipes'))
    const child = new Child(said.pid, orders, reports, ordered.memoryBytes)
    launcher.children.set(said.n, child)
    child.once('work', () => keep(launcher))
    ordered.done(child)
  }
  keep(launcher)
}

function refuse(launcher: Launcher, n: number, error: Error) {
  launcher.ordered.get(n)?.fail(error)
  launcher.ordered.delete(n)
  keep(launcher)
}

/** The launcher is gone; nobody would tell of its children's ends, so they end with it. */
function close(launcher: Launcher) {
  if (holder.stoaLauncher === launcher) holder.stoaLauncher = undefined
  for (const n of launcher.ordered.keys()) refuse(launcher, n, new Error('the launcher ended'))
  for (const child of launcher.children.values()) {
    child.lost = true
    child.kill()
    child.end()
  }
  launcher.children.clear()
}

/** Nor must a launcher whose children all wait keep a finished process alive. */
function keep({ process: child, ordered, children }: Launcher) {
  const busy = ordered.size > 0 || [...children.values()].some(({ waits }) => !waits)
  child[busy ? 'ref' : 'unref']()
  child.channel?.[busy ? 'ref' : 'unref']()
}
