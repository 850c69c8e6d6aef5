import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

// `npm run bench`: every bench of this folder, one after another, each in a process of its own.
for (const file of readdirSync('bench').filter(
  (name) => name.endsWith('.ts') && !['all.ts', 'median.ts'].includes(name),
)) {
  console.log(`\n— ${file}`)
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', `bench/${file}`], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
