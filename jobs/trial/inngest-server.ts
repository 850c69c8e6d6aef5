import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, type RunRow, until } from './world'

/** How long the server may take to come up, in ms: it opens its databases first. */
const patience = 60_000

interface Sent {
  internal_id: string
  name: string
}
interface Ran {
  run_id: string
  status: string
  ended_at: string | null
  output: unknown
}
/** Ends a child as soon as the pipe to its parent closes, so that no server outlives a test that was killed. */
const warden = '"$@" </dev/null & server=$!; trap "kill -9 $server" EXIT; cat >/dev/null'

/** The real Inngest server, self-hosted, with a folder of its own. */
export async function startInngest(binary: string, { signingKey, eventKey }: { signingKey: string; eventKey: string }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'stoa-inngest-'))
  const [port, gateway] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const settings = {
    host: '127.0.0.1',
    port,
    'connect-gateway-port': gateway,
    // The server takes the bare key: with the prefix it may count an odd number of characters.
    'signing-key': signingKey.replace(/^signkey-\w+-/, ''),
    'event-key': eventKey,
    'sqlite-dir': folder,
    tick: 50,
    'retry-interval': 1,
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const command = ['-c', warden, 'sh', binary, 'start', ...args, '--no-ui']
  const child = spawn('sh', command, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-10_000)
    })
  const stop = async () => {
    child.stdin.end()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const healthy = () =>
    fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    )
  await until('the Inngest server', healthy, patience).catch(async (error: Error) => {
    await stop()
    throw new Error(`${error.message}; it said:\n${said}`)
  })
  return { url, runsOf: reader(url, signingKey), stop }
}

/** Asks a server for the runs that events of a name began and that ended, the oldest first. */
function reader(url: string, signingKey: string) {
  let asked = 0
  async function ask<T>(path: string, query: Record<string, string> = {}): Promise<T[]> {
    // It answers the same address from a cache for seconds.
    const search = new URLSearchParams({ ...query, asked: String(++asked) })
    const headers = { authorization: `Bearer ${signingKey}` }
    const response = await fetch(`${url}/v1/${path}?${search}`, { headers })
    if (!response.ok) throw new Error(`the Inngest server answered ${response.status}: ${await response.text()}`)
    return ((await response.json()) as { data: T[] }).data
  }
  return async (name: string): Promise<Omit<RunRow, 'fn'>[]> => {
    const events = await ask<Sent>('events', { name, limit: '100' })
    const ran = await Promise.all(events.map((event) => ask<Ran>(`events/${event.internal_id}/runs`)))
    const over = ran.flat().filter((run) => run.ended_at)
    return over.map((run) => ({ id: run.run_id, status: run.status.toLowerCase(), output: run.output })).reverse()
  }
}

/** Has an app tell the server which functions it serves, as the relay does. */
export const registerWith = (appUrl: URL) =>
  until('the registration', async () => (await fetch(appUrl, { method: 'PUT' })).ok, patience)
