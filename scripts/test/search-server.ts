import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProgram } from '../find-program'
import { freePort } from '../postgres'

const READY_MS = 30_000

/** A Meilisearch server of a test's own, which it may stop, start again and rob of its files. */
export class SearchServer {
  #process: ChildProcess | undefined

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly port: number,
    readonly key: string,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** One that runs; where the program is not on the PATH, why there is none. */
  static async start(): Promise<SearchServer | string> {
    const program = findProgram('meilisearch')
    if (!program) return 'there is no meilisearch on the PATH, nor a server at MEILI_URL'
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-search-'))
    const made = new SearchServer(program, folder, await freePort(), randomBytes(24).toString('hex'))
    await made.begin()
    return made
  }

  async begin(): Promise<void> {
    const args = ['--http-addr', `127.0.0.1:${this.port}`, '--db-path', path.join(this.folder, 'data')]
    const env = { ...process.env, MEILI_MASTER_KEY: this.key, MEILI_ENV: 'production', MEILI_NO_ANALYTICS: 'true' }
    process.once('exit', () => this.#process?.kill('SIGKILL'))
    this.#process = spawn(this.program, args, { cwd: this.folder, env, stdio: 'ignore' })
    for (const end = Date.now() + READY_MS; ; await sleep(50)) {
      const answer = await fetch(`${this.url}/health`).catch(() => null)
      if (answer?.ok) return
      if (Date.now() > end) throw new Error('Meilisearch did not start')
    }
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    const one = this.#process
    if (!one || one.exitCode !== null || one.signalCode !== null) return
    const gone = new Promise((resolve) => one.once('exit', resolve))
    one.kill('SIGKILL')
    await gone
  }

  pause = () => this.#process?.kill('SIGSTOP')
  resume = () => this.#process?.kill('SIGCONT')

  /** Its files, put aside or back: what a restored copy or a lost disk looks like. It must not run. */
  lose = () => fs.rmSync(path.join(this.folder, 'data'), { recursive: true, force: true })
  keep = () => fs.cpSync(path.join(this.folder, 'data'), path.join(this.folder, 'kept'), { recursive: true })
  bringBack() {
    this.lose()
    fs.cpSync(path.join(this.folder, 'kept'), path.join(this.folder, 'data'), { recursive: true })
  }

  async stop(): Promise<void> {
    await this.kill()
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
}
