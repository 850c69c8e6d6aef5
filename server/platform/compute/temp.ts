import { mkdtempSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A private folder for each task. Its name carries our process id, so that those of a killed process can be told and removed. */
const prefix = 'stoa-compute-'
let swept = false

/** At once: a statement is on its way to its child before anything else is done for it. */
export function makeTemp(): string {
  if (!swept) void sweep()
  swept = true
  return mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`))
}

export const removeTemp = (folder: string) => rm(folder, { recursive: true, force: true })

async function sweep() {
  for (const entry of await readdir(tmpdir()).catch(() => [])) {
    const owner = Number(/^stoa-compute-(\d+)-/.exec(entry)?.[1])
    if (owner && !alive(owner)) await removeTemp(path.join(tmpdir(), entry)).catch(() => {})
  }
}

function alive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
