import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Mutant } from './mutants'
import { copy, runTests } from './mutation-run'
import { type Verdict, verdictOf } from './verdict'

const known = path.resolve('dist', 'mutation.json')
const taken = path.resolve('dist', 'mutation-reached.txt')
const mapDeadline = 60 * 60_000 // ms
/** Test files of one run that maps: what it learnt is kept, should the next break off. */
const atOnce = 15

/** Test files that cannot pass in the copy, or do nothing there: no check of who may do what is missed by them. */
const apart = [
  'scripts/migrate.db.test.ts', // its database is a copy, and the remark that it is up to date is copied by none
  'scripts/several-portals.faults.test.ts', // needs a portal that is built
  'server/policy/compile/mutants.db.test.ts', // changes the text of lines that have switches in the copy
]

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
const tracked = (...of: string[]) =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...of], { encoding: 'utf8' })
    .trim()
    .split('\n')
const root = process.cwd()
const read = (file: string) => {
  const at = path.resolve(root, file)
  return fs.existsSync(at) ? fs.readFileSync(at, 'utf8') : ''
}

/** Of one test file: its text, how long it took (ms), and the checks that refused somebody in it. */
type Tested = { text: string; took: number; refused: string[] }
type Kept = {
  checks: string[]
  tests: Record<string, Tested>
  findings: Record<string, { basis: string; verdict: Verdict }>
}

/** What earlier runs found, for as long as what they stood on is as it was. */
export class Memory {
  readonly #kept: Kept
  readonly #texts = new Map<string, string>()
  readonly #files = tracked('*.test.ts', '*.test.tsx').filter(
    (file) => fs.existsSync(file) && !file.startsWith('scripts/test/') && !apart.includes(file),
  )
  readonly #fileOf: Map<string, string>

  private constructor(checks: readonly Mutant[], kept: Kept) {
    this.#kept = kept
    this.#fileOf = new Map(checks.map(({ name, file }) => [name, file]))
  }

  /** Which test makes which check refuse is found anew where there is a check that the last look did not know. */
  static open(checks: readonly Mutant[]): Memory {
    const names = checks.map(({ name }) => name)
    const kept: Kept = fs.existsSync(known) ? JSON.parse(read(known)) : { checks: names, tests: {}, findings: {} }
    const all = names.every((name) => kept.checks.includes(name))
    return new Memory(checks, all ? kept : { ...kept, checks: names, tests: {} })
  }

  #text(file: string): string {
    const text = this.#texts.get(file) ?? digest(read(file))
    this.#texts.set(file, text)
    return text
  }
  #save() {
    fs.writeFileSync(known, JSON.stringify(this.#kept, null, 1))
  }

  /** Runs the test files that are not known as they stand, with every check in place, twice if need be; answers what fails. */
  async map(): Promise<string[]> {
    const { tests } = this.#kept
    const stale = () => this.#files.filter((file) => tests[file]?.text !== this.#text(file))
    for (const file of Object.keys(tests)) if (!this.#files.includes(file)) delete tests[file]
    for (const file of stale()) delete tests[file]
    return (await this.#mapAll(stale())).length > 0 ? this.#mapAll(stale()) : []
  }

  async #mapAll(files: readonly string[]): Promise<string[]> {
    const failing: string[] = []
    for (let n = 0; n < files.length; n += atOnce) {
      console.log(
        `with every check in place, to see what each refuses: test files ${n + 1} to ${Math.min(n + atOnce, files.length)} of ${files.length}`,
      )
      failing.push(...(await this.#mapSome(files.slice(n, n + atOnce))))
    }
    return failing
  }

  async #mapSome(files: readonly string[]): Promise<string[]> {
    fs.writeFileSync(taken, '')
    const ended = await runTests({ files, env: { STOA_REACHED: taken }, deadline: mapDeadline })
    const refused = read(taken)
      .trim()
      .split('\n')
      .map((line) => line.split('\t') as [string, string])
    for (const { name, status, startTime, endTime } of ended.report?.testResults ?? []) {
      const file = path.relative(copy, name)
      if (status !== 'passed') continue
      const checks = refused.filter(([inFile]) => inFile === name).map(([, check]) => check)
      this.#kept.tests[file] = {
        text: this.#text(file),
        took: Math.round(endTime - startTime),
        refused: [...new Set(checks)],
      }
    }
    this.#save()
    const verdict = verdictOf(ended)
    return verdict.is === 'survived' ? [] : verdict.is === 'missed' ? verdict.by : [verdict.why]
  }

  /** The test files in which a check refuses somebody, the quickest first. */
  reaching(name: string): string[] {
    const { tests } = this.#kept
    const files = Object.keys(tests).filter((file) => tests[file]!.refused.includes(name))
    return files.sort((a, b) => tests[a]!.took - tests[b]!.took)
  }
  took = (files: readonly string[]): number => files.reduce((sum, file) => sum + this.#kept.tests[file]!.took, 0)

  /** What a finding stands on: the file of the check, and the test file that missed it, or all that did not. */
  #basis(name: string, verdict: Verdict): string {
    const file = this.#fileOf.get(name)!
    const files = verdict.is === 'missed' ? verdict.in : this.reaching(name)
    return digest([file, ...files].map((one) => `${one} ${this.#text(one)}`).join('\n'))
  }
  /** What was found of a check, if it still stands. */
  known(name: string): Verdict | null {
    const finding = this.#kept.findings[name]
    return finding && finding.basis === this.#basis(name, finding.verdict) ? finding.verdict : null
  }
  /** What could not be judged is not kept: the next run tries it again. */
  keep(name: string, verdict: Verdict): void {
    if (verdict.is !== 'unjudged') this.#kept.findings[name] = { basis: this.#basis(name, verdict), verdict }
    else delete this.#kept.findings[name]
    this.#save()
  }
}
