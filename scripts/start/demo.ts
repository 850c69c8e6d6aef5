import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Cluster, freePort, startPostgres } from '../postgres'
import { Refusal } from '../refusal'

/** What a data folder remembers of the demo: whether it is wanted, how far it came, and its accounts' password. */
export type Demo = { state: 'none' | 'wanted' | 'done'; password: string; sourcePort: number }

const fileOf = (folder: string) => path.join(folder, 'demo.json')

export async function readDemo(folder: string, wanted: boolean): Promise<Demo> {
  try {
    return JSON.parse(fs.readFileSync(fileOf(folder), 'utf8')) as Demo
  } catch {
    const demo: Demo = { state: wanted ? 'wanted' : 'none', password: newPassword(), sourcePort: await freePort() }
    writeDemo(folder, demo)
    return demo
  }
}

export function writeDemo(folder: string, demo: Demo) {
  const file = fileOf(folder)
  fs.writeFileSync(`${file}.new`, JSON.stringify(demo), { mode: 0o600 })
  fs.renameSync(`${file}.new`, file)
}

/** One that can be read off a terminal and typed; made anew for each installation. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}

/** The demo reads airports, cities and zip codes out of a server that is not Stoa's own, as a customer's would be. */
export async function startSource(folder: string, { sourcePort }: Demo): Promise<Cluster> {
  const cluster = await startPostgres(path.join(path.resolve(folder), 'demo-source'), {
    port: sourcePort,
    flags: ['shared_buffers=16MB', 'max_connections=20'],
  })
  await cluster.createDatabase('reference')
  return cluster
}

/** Seeds in a process of its own, whose memory is gone afterwards; what is there already is left as it is. */
export async function seedDemo(source: Cluster, demo: Demo): Promise<void> {
  const env = {
    ...process.env,
    STOA_DEMO_PASSWORD: demo.password,
    STOA_DEMO_SOURCE_URL: source.url('reference'),
  }
  try {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'prisma/seed/demo-main.ts'], {
      env,
      maxBuffer: 16 * 1024 * 1024,
    })
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string }
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-15).join('\n') || message
    throw new Refusal(
      `The demo organisation could not be finished; the next start goes on where this one stopped.\n${said}`,
    )
  }
}
