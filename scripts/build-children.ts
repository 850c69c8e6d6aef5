import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { sample, writeSample } from '@/server/platform/compute/duckdb/rehearsal'

/** The processes that run beside Next, each one file in dist/, named as they are looked up. */
const entries = {
  'compute-launcher': 'server/platform/compute/launcher/main.ts',
  'compute-worker': 'server/platform/compute/duckdb/main.ts',
  'policy-reader': 'server/policy/compile/main.ts',
  executor: 'jobs/executor/main.ts',
}

/** Packages stay outside, so that native ones load from node_modules. */
const asPackages: BuildOptions = { packages: 'external', sourcemap: 'inline' }
/** A compute child starts for every query: one file without a map loads in half the time that its packages take. */
const asOneFile: BuildOptions = {
  external: ['@duckdb/node-bindings', 'apache-arrow'],
  minifySyntax: true,
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
}

/** Bundles the children. */
export async function buildChildren(): Promise<void> {
  const present = Object.entries(entries).filter(([, entry]) => fs.existsSync(entry))
  const fresh = path.resolve('dist', `.building-${process.pid}`)
  try {
    for (const [name, entry] of present)
      await build({
        // The bundler keeps the folder that it was loaded in.
        absWorkingDir: process.cwd(),
        entryPoints: { [name]: entry },
        outdir: fresh,
        outExtension: { '.js': '.mjs' },
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        tsconfig: 'tsconfig.json',
        alias: { '@': process.cwd(), 'server-only': path.resolve('scripts/test/server-only.ts') },
        logLevel: 'warning',
        ...(name === 'compute-worker' ? asOneFile : asPackages),
      })
    await writeSample(path.join(fresh, sample))
    // Renamed into place: a child may be starting from the old file at this moment.
    for (const file of [sample, ...present.map(([name]) => `${name}.mjs`)])
      fs.renameSync(path.join(fresh, file), path.resolve('dist', file))
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildChildren()
