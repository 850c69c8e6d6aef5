import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** The processes that run beside Next, each one file in dist/, named as they are looked up. */
const entries = {
  'compute-worker': 'server/platform/compute/worker.ts',
  executor: 'jobs/executor/main.ts',
}

/** Bundles the children; packages stay outside, so that native ones load from node_modules. */
export async function buildChildren(): Promise<void> {
  const present = Object.entries(entries).filter(([, entry]) => fs.existsSync(entry))
  const fresh = path.resolve('dist', `.building-${process.pid}`)
  try {
    await build({
      entryPoints: Object.fromEntries(present),
      outdir: fresh,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      tsconfig: 'tsconfig.json',
      alias: { '@': process.cwd(), 'server-only': path.resolve('scripts/test/server-only.ts') },
      sourcemap: 'inline',
      logLevel: 'warning',
    })
    // Renamed into place: a child may be starting from the old file at this moment.
    for (const [name] of present) fs.renameSync(path.join(fresh, `${name}.mjs`), path.resolve('dist', `${name}.mjs`))
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildChildren()
