// `npm run test:mutation`: takes each check of who may do what away, one at a time, in a copy of the tree, and runs the tests that
// should notice. A check that nobody misses fails the run. `-- access` tries those alone whose name holds the word, `-- --list` says
// which there are. What was found is kept beside the copy until the file or the tests change: a run that broke off goes on.

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type Mutant, mutants } from './mutants'

const root = process.cwd()
const copy = path.join(root, 'dist', 'mutation')
const known = path.join(root, 'dist', 'mutation.json')
const deadline = 15 * 60_000 // ms, of one run of tests

/** The tracked files as they stand, with the packages and what was generated linked in. */
function makeCopy() {
  fs.rmSync(copy, { recursive: true, force: true })
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' }).trim().split('\n')
  for (const file of files.filter((one) => fs.existsSync(one))) {
    fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
    fs.copyFileSync(file, path.join(copy, file))
  }
  fs.cpSync('prisma/generated', path.join(copy, 'prisma', 'generated'), { recursive: true })
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
  // A demand that was waved through still finds what is not there, and counts as asked.
  const procedure = path.join(copy, 'server', 'api', 'procedure.ts')
  const text = fs.readFileSync(procedure, 'utf8')
  const [before, after] = ['    const demand = (', '    const visibility = ()']
  if (text.split(before).length !== 2 || text.split(after).length !== 2)
    throw new Error('procedure.ts is not as it was')
  const waved = `    const demand = Object.assign(held, { waved: (resource: Resource | null, ..._: unknown[]): Resource => {
      asked = true
      if (!resource) throw new AppError('not_found', 'There is no such thing.')
      return resource
    } })\n`
  fs.writeFileSync(
    procedure,
    text.replace(before, '    const held = (').replace(after, () => `${waved}${after}`),
  )
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
const testFiles = execFileSync('git', ['ls-files', '*.test.ts'], { encoding: 'utf8' }).trim().split('\n')
/** What a finding stands on: the file without the check, and the tests that were to notice. */
function basis({ file, line, to, tests }: Mutant): string {
  const noticing = testFiles.filter((one) => tests.flat().some((start) => one.startsWith(start)))
  return digest([file, line, to, ...[file, ...noticing].map((one) => fs.readFileSync(one, 'utf8'))].join('\n'))
}

/** Whether the tests pass in the copy. */
function pass(tests: string[]): boolean {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--bail=1', ...tests], {
    cwd: copy,
    timeout: deadline,
    stdio: 'ignore',
  })
  return status === 0
}

/** Takes the check away, and says which tests missed it; null where none did. */
function killerOf({ file, line, from, to, tests }: Mutant): string | null {
  const at = path.join(copy, file)
  const whole = fs.readFileSync(at, 'utf8')
  const here = whole.split('\n').findIndex((text, n) => text === from && n >= line)
  fs.writeFileSync(
    at,
    whole
      .split('\n')
      .map((text, n) => (n === here ? to : text))
      .join('\n'),
  )
  try {
    return here < 0 ? null : (tests.find((some) => !pass(some))?.join(' ') ?? null)
  } finally {
    fs.writeFileSync(at, whole)
  }
}

const words = process.argv.slice(2)
const wanted = mutants().filter(({ name }) => words.every((word) => word.startsWith('--') || name.includes(word)))
if (words.includes('--list')) {
  for (const { name } of wanted) console.log(name)
  console.log(`${wanted.length} checks`)
  process.exit(0)
}
type Finding = { basis: string; killer: string | null }
const findings: Record<string, Finding> = fs.existsSync(known) ? JSON.parse(fs.readFileSync(known, 'utf8')) : {}
makeCopy()
if (!pass(['server/api/forbidden.db', 'server/policy/decide'])) {
  console.error('The tests fail with every check in place: mend them first.')
  process.exit(1)
}
const survivors: string[] = []
for (const [n, mutant] of wanted.entries()) {
  const { name } = mutant
  const stands = basis(mutant)
  const began = Date.now()
  if (findings[name]?.basis !== stands) findings[name] = { basis: stands, killer: killerOf(mutant) }
  fs.writeFileSync(known, JSON.stringify(findings, null, 1))
  const { killer } = findings[name]
  if (killer === null) survivors.push(name)
  const took = Math.round((Date.now() - began) / 1000)
  console.log(
    `${n + 1}/${wanted.length} ${killer === null ? 'SURVIVED' : 'missed'} ${name} (${killer ?? 'nobody'}, ${took} s)`,
  )
}
console.log(`\n${wanted.length - survivors.length} checks are missed when taken away, ${survivors.length} are not`)
for (const name of survivors) console.log(`  ${name}`)
process.exit(survivors.length > 0 ? 1 : 0)
