import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { freePort } from '../postgres'

/** A whole Stoa of its own, started as a person would start it. */
export type Instance = { address: string; folder: string; password: string; stop(): Promise<void> }

/** Starts one over a data folder, on that port or any free one, and waits until it says that it is ready. */
export async function startInstance(folder: string, args: string[] = [], at?: number): Promise<Instance> {
  const port = at ?? (await freePort())
  const { DATABASE_URL, STOA_DATABASE_URL, STOA_OWNER_DATABASE_URL, STOA_SECRET_KEY, STOA_FILES_ROOT, ...rest } =
    process.env
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // The demo stands still, unless a test wants its days to go by.
    env: {
      STOA_DEMO_REPLAY: '0',
      ...rest,
      DATABASE_URL: '',
      HOST: '127.0.0.1',
      PORT: String(port),
      STOA_DATA_DIR: folder,
    },
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk
        process.stdout.write(chunk)
        if (said.includes('Ready at')) resolve()
      })
    }
    ended.then(() => reject(new Error(`Stoa did not start:\n${said}`)))
  })
  const { password } = JSON.parse(fs.readFileSync(path.join(folder, 'demo.json'), 'utf8')) as { password: string }
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { address: `http://127.0.0.1:${port}`, folder, password, stop }
}
