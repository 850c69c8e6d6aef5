// `npm run test:mutation`: takes each check of who may do what away, one at a time, in a copy of the tree, and runs the test files
// in which that check refuses somebody. A check that nobody misses fails the run, unless redundant-checks.ts says what else holds; so
// does one that could not be judged. `-- access` tries those alone whose name holds the word, `-- --list` says which there are.
// What was found is kept in dist/ until the file or its tests change: a run that broke off goes on.

import { mutants } from './mutants'
import { Memory } from './mutation-memory'
import { makeCopy, runTests, startPlace, stopPlace } from './mutation-run'
import { redundant } from './redundant-checks'
import { type Verdict, verdictOf } from './verdict'

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const checks = mutants()
const wanted = checks.filter(({ name }) => words.every((word) => name.includes(word)))
if (process.argv.includes('--list')) {
  for (const { name, file, line } of wanted) console.log(name.replace(file, `${file}:${line}`))
  console.log(`${wanted.length} checks`)
  process.exit(0)
}
makeCopy(checks)
const memory = Memory.open(checks)
await startPlace()
const failing = await memory.map()
if (failing.length > 0)
  console.log(`These fail with every check in place, and judge nothing:\n  ${failing.join('\n  ')}`)

/** Takes one check away. What says nothing about it is tried once more. */
async function judge(name: string): Promise<Verdict> {
  const files = memory.reaching(name)
  if (files.length === 0) return { is: 'survived' }
  const deadline = 120_000 + 4 * memory.took(files)
  const run = async () =>
    verdictOf(await runTests({ files, env: { STOA_TAKEN: name }, deadline, args: ['--bail=1', '--maxWorkers=1'] }))
  const first = await run()
  if (first.is !== 'unjudged') return first
  await startPlace()
  return run()
}

type As = Verdict['is'] | 'redundant' | 'missed after all'
const found: Record<As, string[]> = { missed: [], redundant: [], survived: [], unjudged: [], 'missed after all': [] }
// Whoever misses a check ends its turn; that nobody misses it is known when all have been asked: those that are said to be so come last.
const inTurn = wanted.toSorted((one, other) => Number(one.name in redundant) - Number(other.name in redundant))
for (const [n, { name, file, line }] of inTurn.entries()) {
  const began = Date.now()
  const verdict = memory.known(name) ?? (await judge(name))
  memory.keep(name, verdict)
  const behind = redundant[name]
  const declared = verdict.is === 'survived' ? 'redundant' : verdict.is === 'missed' ? 'missed after all' : verdict.is
  const as = behind ? declared : verdict.is
  const by =
    verdict.is === 'missed'
      ? verdict.by[0]
      : verdict.is === 'unjudged'
        ? verdict.why
        : (behind ?? `it refuses in ${memory.reaching(name).length} test files`)
  found[as].push(`${name} (line ${line}; ${by})`)
  const took = Math.round((Date.now() - began) / 1000)
  console.log(`${n + 1}/${wanted.length} ${as} ${name.replace(file, `${file}:${line}`)} (${by}; ${took} s)`)
}
await stopPlace()
const bad = {
  'Fails with every check in place': failing,
  'Nobody misses': found.survived,
  'Could not be judged': found.unjudged,
  'Declared redundant, and missed': found['missed after all'],
  'Declared redundant, and not there': Object.keys(redundant).filter(
    (name) => !checks.some((one) => one.name === name),
  ),
}
for (const [title, names] of Object.entries(bad))
  if (names.length > 0) console.log(`\n${title}:\n  ${names.join('\n  ')}`)
console.log(
  `\n${wanted.length} checks: ${found.missed.length} missed when taken away, ${found.redundant.length} declared redundant, ` +
    `${found.survived.length} missed by nobody, ${found.unjudged.length} not judged`,
)
process.exit(Object.values(bad).some((names) => names.length > 0) ? 1 : 0)
