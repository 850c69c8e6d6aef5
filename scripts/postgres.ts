import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Account,
  type Binaries,
  findBinaries,
  identity,
  keepPassword,
  makeFolder,
  serverAccount,
  serverEnv,
} from './postgres-server'
import { Refusal } from './refusal'
import { makeDatabase, once } from './sql'

/** A running PostgreSQL of our own: real server, loopback only, password kept beside its data. */
export type Cluster = {
  port: number
  /** The superuser's address of one of its databases. */
  url(database: string): string
  createDatabase(name: string): Promise<void>
  stop(): Promise<void>
  /** Settles when the server ends, asked or not. */
  ended: Promise<void>
}

const READY_MS = 30_000
const STOP_MS = 20_000
const LOG_LIMIT = 10 * 1024 * 1024 // bytes

// The server ends when our end of its pipe closes, however we ended; its own process group keeps Ctrl-C from it.
const WARDEN = `exec 3<&0; "$@" 3<&- </dev/null & server=$!
(cat <&3 >/dev/null; kill -INT $server 2>/dev/null) & watch=$!
wait $server; status=$?; kill $watch 2>/dev/null; exit $status`

type Options = {
  /** Settings beyond our own, as `name=value`. */
  flags?: string[]
  /** The port it must have; otherwise any free one. */
  port?: number
}

/** Starts the cluster in `folder`, making it first where there is none; an orphan of a killed start is replaced. */
export async function startPostgres(folder: string, { flags = [], port: fixed }: Options = {}): Promise<Cluster> {
  const account = serverAccount()
  makeFolder(folder, account)
  const binaries = findBinaries(folder, account)
  const data = path.join(folder, 'postgres')
  const password = keepPassword(path.join(folder, 'postgres.password'))
  if (!fs.existsSync(data)) initialise(binaries, data, password, account)
  await endOrphan(data)
  for (let attempt = 1; ; attempt++) {
    const port = fixed ?? (await freePort())
    try {
      return await launch({
        binaries,
        data,
        port,
        password,
        account,
        flags,
        logFile: path.join(folder, 'postgres.log'),
      })
    } catch (error) {
      // Another program may take the port between our look and the server's bind.
      if (fixed || attempt === 3 || !/could not bind/.test(String(error))) throw error
    }
  }
}

/** The address of a database in the cluster that somebody else has started in `folder`. */
export function runningUrl(folder: string, database: string): string {
  const [, , , port] = fs.readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  const password = fs.readFileSync(path.join(folder, 'postgres.password'), 'utf8')
  return `postgres://postgres:${password}@127.0.0.1:${Number(port)}/${database}`
}

/** A port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Made aside and renamed, so that a start killed halfway leaves nothing that looks finished. */
function initialise({ initdb }: Binaries, data: string, password: string, account: Account | null) {
  const fresh = `${data}.new`
  fs.rmSync(fresh, { recursive: true, force: true })
  fs.mkdirSync(fresh, { mode: 0o700 })
  const secret = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-initdb-'))
  const file = path.join(secret, 'password')
  fs.writeFileSync(file, password, { mode: 0o600 })
  if (account) for (const target of [fresh, secret, file]) fs.chownSync(target, account.uid, account.gid)
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
  try {
    execFileSync(
      initdb,
      [
        `--pgdata=${fresh}`,
        '--username=postgres',
        `--pwfile=${file}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        `--locale=${locale}`,
        // One order of text on every platform.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...identity(account), env: serverEnv(), cwd: os.tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] },
    )
  } catch (error) {
    const detail = String((error as { stderr?: Buffer }).stderr ?? error).trim()
    throw new Refusal(`PostgreSQL's first start in ${data} failed: ${detail}`)
  } finally {
    fs.rmSync(secret, { recursive: true, force: true })
  }
  fs.renameSync(fresh, data)
}

/** A server whose supervisor was killed is on its way out, or frozen: wait for it, then end it. */
async function endOrphan(data: string) {
  const file = path.join(data, 'postmaster.pid')
  if (!fs.existsSync(file)) return
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n', 1)[0])
  const runs = () => alive(pid) && programOf(pid).startsWith('postgres')
  if (runs()) {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      process.kill(pid, signal)
      for (let waited = 0; waited < STOP_MS / 2 && runs(); waited += 50) await sleep(50)
      if (!runs()) break
    }
  }
  // The number may belong to another program by now; PostgreSQL would take that for a running server.
  if (!runs()) fs.rmSync(file, { force: true })
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function programOf(pid: number): string {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
    return path.basename(execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).trim())
  } catch {
    return ''
  }
}

type Launch = {
  binaries: Binaries
  data: string
  port: number
  password: string
  account: Account | null
  flags: string[]
  logFile: string
}

async function launch({ binaries, data, port, password, account, flags, logFile }: Launch): Promise<Cluster> {
  const big = fs.existsSync(logFile) && fs.statSync(logFile).size > LOG_LIMIT
  const log = fs.openSync(logFile, big ? 'w' : 'a', 0o600)
  const logStart = fs.fstatSync(log).size
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=120',
    ...flags,
  ]
  const server = [binaries.postgres, '-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  const child = spawn('sh', ['-c', WARDEN, 'sh', ...server], {
    ...identity(account),
    env: serverEnv(),
    cwd: data.replace(/[^/]*$/, ''),
    stdio: ['pipe', 'ignore', log],
    detached: true,
  })
  fs.closeSync(log)
  child.stdin?.on('error', () => {})
  let over = false
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      over = true
      resolve()
    }),
  )
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
  const stop = async () => {
    child.stdin?.end()
    const done = await Promise.race([ended.then(() => true), sleep(STOP_MS, false, { ref: false })])
    if (!done && child.pid) process.kill(-child.pid, 'SIGQUIT')
    await ended
  }
  for (const end = Date.now() + READY_MS; ; await sleep(30)) {
    const problem = await once(url('postgres'), 'select 1').catch((error: Error) => error)
    if (!(problem instanceof Error)) break
    if (!over && Date.now() < end) continue
    if (!over) await stop()
    const said = fs.readFileSync(logFile, 'utf8').slice(logStart).trim().split('\n').slice(-5).join('\n')
    throw new Refusal(`PostgreSQL did not start in ${data}: ${said || problem.message}`)
  }
  return { port, url, ended, stop, createDatabase: (name) => makeDatabase(url('postgres'), name) }
}
