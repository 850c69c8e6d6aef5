import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { descendants } from './processes'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** One portal of several, started as an operator starts it: whatever they share is named in its settings. */
export type Portal = { address: string; folder: string; kill(): Promise<void>; stop(): Promise<void> }

/** Starts one over a data folder of its own, and waits until it says that it is ready. */
export async function startPortal(folder: string, port: number, settings: Record<string, string>): Promise<Portal> {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const own = { HOST: '127.0.0.1', PORT: String(port), STOA_DATA_DIR: folder }
  // Nothing of the tests' own settings may stand in for what it should be told.
  const env = { PATH, HOME, TMPDIR, ...settings, ...own } as unknown as NodeJS.ProcessEnv
  const child = spawn(process.execPath, ['scripts/start.mjs', '--empty'], {
    cwd: project,
    stdio: ['pipe', 'pipe', 'pipe'],
    env,
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk
        if (said.includes('Ready at')) resolve()
      })
    ended.then(() => reject(new Error(`The portal did not start:\n${said}`)))
  })
  return {
    address: `http://127.0.0.1:${port}`,
    folder,
    /** All of its processes at once, as when a machine loses its power. */
    async kill() {
      const all = [child.pid!, ...descendants(child.pid!)]
      for (const pid of all)
        try {
          process.kill(pid, 'SIGKILL')
        } catch {} // it ended meanwhile
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
