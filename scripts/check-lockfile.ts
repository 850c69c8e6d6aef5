import fs from 'node:fs'
import { command, Refusal } from './refusal'

type Entry = { version?: string; optionalDependencies?: Record<string, string>; optional?: boolean; os?: string[] }

// Packages for systems Stoa does not run on (docs/settings.md, Requirements) may be missing.
const unsupported =
  /(android|freebsd|netbsd|openbsd|openharmony|sunos|aix|wasm32|wasi|win32|windows|mips|ppc64|riscv64|s390x|loong64|ia32|-arm$|armv7|armhf|linux-arm-|linuxmusl-arm$)/

/**
 * Every optional platform package that a package names must stand in the lockfile: npm leaves out what the registry at
 * hand lacks, without a word, and then `npm ci` fails, or starts without its binary, on somebody else's machine.
 */
await command(async () => {
  const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> }
  const missing: string[] = []
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!unsupported.test(name) && !find(lock.packages, place, name))
        missing.push(`${name}, of ${place || 'package.json'}`)
    }
  }
  const named = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { version: string }
  if (lock.packages['']?.version !== named.version) missing.push('the version in package.json')
  if (missing.length > 0) {
    throw new Refusal(
      `package-lock.json lacks what other machines need: write it where the registry has everything.\n  ${missing.join('\n  ')}`,
    )
  }
  console.log('the lockfile holds every platform package')
})

/** Where Node would find the package from that place: nested first, then further up. */
function find(packages: Record<string, Entry>, place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true
    if (!folder) return false
    if (!folder.includes('/node_modules/')) return Boolean(packages[`node_modules/${name}`])
  }
}
