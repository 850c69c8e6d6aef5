import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

/** Ends the process with a sentence where Node.js is too old; runs before any package is there. */
export function demandNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`Stoa needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** Whether node_modules holds what the lockfile says; npm writes its own copy of the lockfile when it has finished. */
function installed() {
  try {
    const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages
    const there = read('node_modules/.package-lock.json')
    return Object.entries(read('package-lock.json')).every(
      ([name, { version, optional, link }]) => !name || optional || link || there[name]?.version === version,
    )
  } catch {
    return false
  }
}

/** Installs the packages if they are missing or the lockfile has changed since. */
export function installPackages() {
  if (installed()) return
  console.log('  Installing packages (about a minute)')
  const started = Date.now()
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { stdio: 'inherit' })
    : spawnSync('npm', args, { stdio: 'inherit' })
  if (status !== 0) {
    console.error(
      `\nThe packages could not be installed (npm ci ${error?.message ?? `ended with ${status}`}): see above.`,
    )
    process.exit(1)
  }
  console.log(`  Installed packages · ${((Date.now() - started) / 1000).toFixed(1)} s`)
}
