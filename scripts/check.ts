import { spawn } from 'node:child_process'
import fs from 'node:fs'

type Check = { name: string; args: string[] }

const tool = (file: string, ...args: string[]) => [`node_modules/${file}`, ...args]
const script = (name: string) => ['--import', 'tsx', `scripts/${name}.ts`]

const checks: Check[] = [
  {
    name: 'types',
    args: tool('typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'dist/.tsbuildinfo'),
  },
  { name: 'format and lint', args: tool('@biomejs/biome/bin/biome', 'check', '--diagnostic-level=error') },
  { name: 'boundaries', args: script('check-boundaries') },
  { name: 'dead code', args: tool('knip/bin/knip.js', '--no-progress', '--no-config-hints') },
  { name: 'structure', args: script('check-structure') },
  { name: 'lockfile', args: script('check-lockfile') },
]
const AT_ONCE = 2

/** Runs one command; what it says is shown only when it fails. */
function run({ name, args }: Check): Promise<boolean> {
  const started = performance.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk
      })
    }
    child.on('close', (status) => {
      const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
      console.log(status === 0 ? `  ✓ ${name} · ${took}` : `  ✗ ${name} · ${took}\n${said.trimEnd()}\n`)
      resolve(status === 0)
    })
  })
}

/** What the types need and git does not keep: the database client, and Next's declarations. */
async function prepare(): Promise<void> {
  if (!fs.existsSync('prisma/generated/client.ts')) {
    await run({ name: 'database client', args: tool('prisma/build/index.js', 'generate') })
  }
  if (!fs.existsSync('next-env.d.ts')) await run({ name: "Next's types", args: tool('next/dist/bin/next', 'typegen') })
}

await prepare()
const waiting = [...checks]
let failed = 0
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!(await run(next))) failed++
  }),
)
console.log(`${checks.length - failed} passed, ${failed} failed, 0 skipped`)
process.exitCode = failed > 0 ? 1 : 0
