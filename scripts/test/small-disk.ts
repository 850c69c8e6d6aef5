import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

/** A disk of so many MB at `folder`, made of memory, which really runs full. Null, with the reason said, where none can be made. */
export function smallDisk(folder: string, megabytes: number): { remove(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.log('SKIPPED: a disk that runs full is made by mount, which needs Linux and root.')
    return null
  }
  fs.mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    console.log(`SKIPPED: a disk that runs full could not be made here (${(error as Error).message.trim()}).`)
    return null
  }
  return { remove: () => void execFileSync('umount', ['--lazy', folder]) }
}
