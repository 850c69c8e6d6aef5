import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const module = 'github.com/inngest/inngest'
const version = 'v1.12.1'
const call = promisify(execFile)

/** Why the real server cannot be had here, said to the reader. */
export class Absent extends Error {}

/** The real Inngest server, built once from its Go module and kept beside the repository's other leavings in the temporary folder. */
export async function inngestBinary(): Promise<string> {
  const store = path.join(os.tmpdir(), `stoa-engines-${os.userInfo().uid}`)
  const kept = path.join(store, `inngest-${version}-${process.platform}-${process.arch}`)
  if (fs.existsSync(kept)) return kept
  const go = await findGo()
  fs.mkdirSync(store, { recursive: true, mode: 0o700 })
  const making = fs.mkdtempSync(path.join(store, 'making-'))
  try {
    const source = await download(go, making)
    console.log(`\nBuilding the Inngest server ${version}: minutes, the first time.`)
    // Its own go.mod and go.sum, copied since the module cache is read-only.
    for (const name of ['go.mod', 'go.sum']) {
      fs.copyFileSync(path.join(source, name), path.join(making, name))
      fs.chmodSync(path.join(making, name), 0o600)
    }
    const out = path.join(making, 'inngest')
    const flags = ['-mod=mod', `-modfile=${path.join(making, 'go.mod')}`, '-trimpath', '-ldflags=-s -w', '-o', out]
    await call(go, ['build', '-C', source, ...flags, './cmd'], { env: { ...process.env, CGO_ENABLED: '0' } })
    fs.renameSync(out, kept)
    return kept
  } finally {
    fs.rmSync(making, { recursive: true, force: true })
  }
}

async function findGo(): Promise<string> {
  for (const go of ['go', '/usr/local/go/bin/go']) {
    if (
      await call(go, ['version']).then(
        () => true,
        () => false,
      )
    )
      return go
  }
  throw new Absent('there is no Go here to build the Inngest server with')
}

/** Where the module's source lies. */
async function download(go: string, cwd: string): Promise<string> {
  try {
    const { stdout } = await call(go, ['mod', 'download', '-json', `${module}@${version}`], { cwd })
    return (JSON.parse(stdout) as { Dir: string }).Dir
  } catch (error) {
    const { stdout = '', message } = error as Error & { stdout?: string }
    throw new Absent(`the Inngest server's Go module cannot be had: ${/"Error": "(.*)"/.exec(stdout)?.[1] ?? message}`)
  }
}
