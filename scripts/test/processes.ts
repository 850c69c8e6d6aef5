import fs from 'node:fs'

// What Linux tells of running processes; elsewhere there is no /proc, and nobody is found.

export const canTell = process.platform === 'linux'

const read = (pid: number | string, file: string): string => {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}
const all = () => (canTell ? fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []).map(Number)

/** Every process of one data folder but this one: given it as its setting, naming it, or begun by one of those. */
export function processesOf(folder: string): { pid: number; command: string }[] {
  const running = all().map((pid) => ({ pid, command: read(pid, 'cmdline').replaceAll('\0', ' ') }))
  const direct = running.filter(
    ({ pid, command }) => command.includes(folder) || read(pid, 'environ').includes(`STOA_DATA_DIR=${folder}\0`),
  )
  const pids = new Set(direct.flatMap(({ pid }) => [pid, ...descendants(pid)]))
  pids.delete(process.pid)
  return running.filter(({ pid }) => pids.has(pid))
}

/** The processes that one began, and those that they began. */
export function descendants(pid: number): number[] {
  const parents = all().map((one) => [one, Number(/^PPid:\s*(\d+)/m.exec(read(one, 'status'))?.[1])] as const)
  const found: number[] = []
  for (let turn = [pid]; turn.length > 0; ) {
    turn = parents.filter(([one, parent]) => turn.includes(parent) && !found.includes(one)).map(([one]) => one)
    found.push(...turn)
  }
  return found
}

/** Memory in bytes: proportional (shared pages divided among their users), or resident where that is not told. */
export function memoryOf(pids: number[], kind: 'Pss' | 'Rss' = 'Pss'): number {
  const kilobytes = (pid: number) =>
    Number(new RegExp(`^${kind}:\\s*(\\d+) kB`, 'm').exec(read(pid, 'smaps_rollup'))?.[1] ?? 0)
  return pids.reduce((sum, pid) => sum + kilobytes(pid), 0) * 1024
}
