import fs from 'node:fs'
import path from 'node:path'

/** One check taken away: in `file`, at a line, what stood there and what stands there instead. */
export type Mutant = { name: string; file: string; line: number; from: string; to: string; tests: string[][] }

/** Which tests should notice, by where the check stands, the quickest first: those beside it, then those of the doors. */
const doors = [['server/api/forbidden.db'], ['server/serve/governed-lists.db']]
const everyDoor = ['server/api/', 'server/serve/', 'server/access/', 'server/agent/']
const testsOf = (file: string): string[][] => {
  const folder = file.split('/').slice(0, 2).join('/')
  if (folder === 'server/api') return [...doors, everyDoor]
  if (file.startsWith('server/platform/')) return [['server/platform/'], ['server/api/swap.db'], everyDoor]
  return [[`${folder}/`], ...doors, ['server/api/', 'server/serve/']]
}

type Pattern = {
  what: string
  /** Files by the beginning of their path. */
  where: string[]
  find: RegExp
  /** What stands in the place of what was found. */
  put: (found: RegExpExecArray) => string
}

/** Where who may do what is held: a branch that throws or refuses there is a check. */
const guarded = [
  'server/api/procedure.ts',
  'server/api/origin.ts',
  'server/api/session.ts',
  'server/api/context.ts',
  'server/policy/',
  'server/access/',
  'server/agent/',
  'server/serve/',
  'server/tenancy/authenticate',
  'server/tenancy/load-principal.ts',
]
const refusal = String.raw`(?:throw |return (?:null|false|\[\]|stopped\(|await refuse|\{ (?:ok: false|live: false|effect: 'deny')))`

const patterns: Pattern[] = [
  {
    what: 'the door asks policy',
    where: ['server/api/routers/'],
    find: /ctx\.demand\(/,
    put: () => 'ctx.demand.waved(',
  },
  {
    what: 'a list asks policy',
    where: ['server/api/'],
    find: /ctx\.sees\(|\bsees\(request, name\)/,
    put: () => '((..._: unknown[]) => true)(',
  },
  {
    what: 'a list of the stage asks',
    where: ['server/access/', 'server/ingestion/', 'server/product/'],
    find: /\b(?:ask\.)?sees(?:\.of)?\((?=[a-z{])/,
    put: () => '((..._: unknown[]) => true)(',
  },
  {
    what: 'a branch refuses',
    where: guarded,
    find: new RegExp(String.raw`^(\s*)if \((?!false)(.+)\)(\s*\{?\s*)(?=${refusal}|$)`),
    put: ([, space = '', , rest = '']) => `${space}if (false as boolean)${rest}`,
  },
  {
    what: 'the search is narrowed',
    where: ['server/catalog/engines/'],
    find: /visibility\.(all|published)\b/,
    put: () => '(true as boolean)',
  },
  { what: 'rows are narrowed', where: ['server/policy/port-sight.ts'], find: /rows: where,/, put: () => 'rows: null,' },
  {
    what: 'columns are masked',
    where: ['server/policy/port-sight.ts'],
    find: /sql: hidden \? null : behind\(column, sql\)/,
    put: () => 'sql: null',
  },
  {
    what: 'columns are hidden',
    where: ['server/policy/object-sight.ts'],
    find: /hidden: forbids\.held\.length \+ forbids\.erred\.length > 0/,
    put: () => 'hidden: false',
  },
  {
    what: 'a mask is taken from a forbid',
    where: ['server/policy/object-sight.ts'],
    find: /return mask \? \[\{ unless, mask \}\] : \[\]/,
    put: () => 'return [] as { unless: Formula; mask: Mask }[]',
  },
  {
    what: 'an agent sees no more rows than its sponsor',
    where: ['server/policy/port-sight.ts'],
    find: /sightOf\(narrower\(object, sponsor\.objects\[at\]!\)\)/,
    put: () => 'sightOf(object)',
  },
  {
    what: 'an agent finds no more than its sponsor',
    where: ['server/policy/visibility.ts'],
    find: /return covers\(theirs, own\) \? own : and\(own, theirs\)/,
    put: () => 'return own',
  },
  {
    what: 'a forbid that errs forbids',
    where: ['server/policy/compile/policy-set.ts'],
    find: / \|\| forbids\.erred\.length > 0\)/,
    put: () => ')',
  },
]

/** Branches that look whether something is there at all, or what it is: no check of who may. */
const noCheck = /instanceof|typeof|clause\.op|if \(!?(row|found|loaded|version|value|one|text)\b[^.&|]*\)/
const isTest = (file: string) => /\.test\.tsx?$/.test(file)
function filesOf(start: string): string[] {
  if (start.endsWith('.ts')) return fs.existsSync(start) ? [start] : []
  const folder = start.endsWith('/') ? start : path.dirname(start)
  return (fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .filter(
      (file) => file.startsWith(start) && file.endsWith('.ts') && !isTest(file) && !file.includes('/compile/oracle'),
    )
}

/** Whether the branch that a line opens refuses: on its own line or on the next. */
const refuses = (line: string, next: string) =>
  new RegExp(refusal).test(line.replace(/^.*?\)\s*/, '')) || new RegExp(`^\\s*${refusal}`).test(next)

function* mutantsIn(file: string, { what, find, put }: Pattern): Generator<Mutant> {
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  for (const [at, from] of lines.entries()) {
    const found = find.exec(from)
    if (!found || /^\s*(\/\/|\*|\/\*)/.test(from)) continue
    if (what === 'a branch refuses' && (noCheck.test(from) || !refuses(from, lines[at + 1] ?? ''))) continue
    const to = from.slice(0, found.index) + put(found) + from.slice(found.index + found[0].length)
    yield {
      name: `${file}:${at + 1} ${what}: ${from.trim().slice(0, 90)}`,
      file,
      line: at,
      from,
      to,
      tests: testsOf(file),
    }
  }
}

/** Every check that can be taken away alone, found in the source. */
export const mutants = (): Mutant[] =>
  patterns.flatMap((pattern) => pattern.where.flatMap(filesOf).flatMap((file) => [...mutantsIn(file, pattern)]))
