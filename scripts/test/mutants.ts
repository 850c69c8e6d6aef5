import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** One check that can be taken away: a piece of a file, and what is put around it so that it gives way when told to. */
export type Mutant = {
  name: string
  file: string
  line: number
  /** Its whole line. */
  text: string
  start: number
  end: number
  open: string
  close: string
}
type Piece = Pick<Mutant, 'start' | 'end' | 'open' | 'close'>

/** `put` gets the name of the check, quoted; scripts/test/taken-away.ts has what it calls. */
type Pattern = {
  what: string
  /** Files by the beginning of their path. */
  where: string[]
  find: (text: string, file: string) => { start: number; end: number }[]
  put: (name: string) => [string, string]
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
const refusal = /^(throw |return (null|false|\[\]|stopped\(|await refuse|\{ (ok: false|live: false|effect: 'deny')))/
/** Branches that look whether something is there at all, or what it is: no check of who may. */
const noCheck = /instanceof|typeof|clause\.op|^!?(row|found|loaded|version|value|one|text)\b[^.&|]*$/

/** The conditions of the branches that refuse. */
function refusingBranches(text: string, file: string) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: { start: number; end: number }[] = []
  const visit = (node: ts.Node) => {
    if (ts.isIfStatement(node)) {
      const { thenStatement: then, expression } = node
      const done = ts.isBlock(then) ? [...then.statements] : [then]
      if (done.some((one) => refusal.test(one.getText())) && !noCheck.test(expression.getText()))
        found.push({ start: expression.getStart(), end: expression.getEnd() })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Each place that an expression finds, outside comments: what its first group holds, or all of it. */
const pieces = (find: RegExp) => (text: string) =>
  [...text.matchAll(new RegExp(find, 'gmd'))]
    .filter(({ index }) => !/^\s*(\/\/|\*|\/\*)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index + 2)))
    .map(({ indices }) => indices!.slice(1).find(Boolean) ?? indices![0]!)
    .map(([start, end]) => ({ start, end }))

const instead = (what: string) => (name: string) => [`(isAway(${name}) ? ${what} : `, ')'] as [string, string]
const orGone = (name: string): [string, string] => [`(isAway(${name}) || `, ')']
const andNotGone = (name: string): [string, string] => ['(', `) && !isAway(${name})`]
const one = (what: string, file: string, find: RegExp, put: Pattern['put']): Pattern => ({
  what,
  where: [file],
  find: pieces(find),
  put,
})

const patterns: Pattern[] = [
  {
    what: 'the door asks policy',
    where: ['server/api/routers/'],
    find: pieces(/(ctx\.demand)\(/),
    put: (name) => [`demandUnlessAway(${name}, `, ')'],
  },
  {
    what: 'a list asks policy',
    where: ['server/api/'],
    find: pieces(/(ctx\.sees)\(|\b(?<=\) => names\.some\(\(name\) => )(sees)\(/),
    put: (name) => [`seesUnlessAway(${name}, `, ')'],
  },
  {
    what: 'a list of the stage asks',
    where: ['server/access/', 'server/ingestion/', 'server/product/'],
    find: pieces(/\b((?:ask\.)?sees(?:\.of)?)\((?=[a-z{])/),
    put: (name) => [`seesUnlessAway(${name}, `, ')'],
  },
  { what: 'a branch refuses', where: guarded, find: refusingBranches, put: andNotGone },
  {
    what: 'the search is narrowed',
    where: ['server/catalog/engines/'],
    find: pieces(/visibility\.(?:all|published)\b/),
    put: orGone,
  },
  one('rows are narrowed', 'server/policy/port-sight.ts', /rows: (where),/, instead('null')),
  one('columns are masked', 'server/policy/port-sight.ts', /(behind\(column, sql\)),/, instead('null')),
  one('columns are hidden', 'server/policy/object-sight.ts', /hidden: (hiding\.length > 0)/, andNotGone),
  one(
    'a mask is taken from a forbid',
    'server/policy/object-sight.ts',
    /return (mask \? \[\{ unless, mask \}\] : \[\])/,
    instead('[]'),
  ),
  one(
    'an agent sees no more rows than its sponsor',
    'server/policy/port-sight.ts',
    /narrower\(object, sponsor\.objects\[at\]!\)/,
    instead('object'),
  ),
  one(
    'an agent finds no more than its sponsor',
    'server/policy/visibility.ts',
    /return (covers\(theirs, own\) \? own : and\(own, theirs\))/,
    instead('own'),
  ),
  one(
    'a forbid that errs forbids',
    'server/policy/compile/policy-set.ts',
    /forbids\.erred\.length > 0(?=\))/,
    (name) => [`(`, ` && !isAway(${name}))`],
  ),
]

function filesOf(start: string): string[] {
  if (start.endsWith('.ts')) return fs.existsSync(start) ? [start] : []
  const folder = start.endsWith('/') ? start : path.dirname(start)
  return (fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .filter((file) => file.startsWith(start) && file.endsWith('.ts') && !/\.test\.ts$|\/compile\/oracle/.test(file))
}

/** The checks of one pattern in a file, each named by its own line, wherever that comes to stand. */
export function mutantsIn(file: string, text: string, { what, find, put }: Pattern): Mutant[] {
  const named = new Map<string, number>()
  return find(text, file).map(({ start, end }) => {
    const from = text.lastIndexOf('\n', start) + 1
    const line = text.slice(from).split('\n')[0]!.trim()
    const alike = `${file} ${what}: ${line.slice(0, 100)}`
    const nth = (named.get(alike) ?? 0) + 1
    named.set(alike, nth)
    const name = nth > 1 ? `${alike} (${nth})` : alike
    const [open, close] = put(JSON.stringify(name))
    return { name, text: line, file, line: text.slice(0, start).split('\n').length, start, end, open, close }
  })
}

/** Every check that can be taken away alone, found in the source. */
export function mutants(): Mutant[] {
  return patterns.flatMap((pattern) => {
    const files = pattern.where.flatMap(filesOf)
    const found = files.flatMap((file) => mutantsIn(file, fs.readFileSync(file, 'utf8'), pattern))
    if (found.length === 0) throw new Error(`"${pattern.what}" is found nowhere: the source is not as it was.`)
    return found
  })
}

/** A file in which each of these checks gives way when told to; no line moves. */
export function withSwitches(text: string, checks: readonly Piece[]): string {
  const put = checks.flatMap(({ start, end, open, close }) => [
    { at: start, text: open, size: end - start, closes: false },
    { at: end, text: close, size: end - start, closes: true },
  ])
  // From the end to the beginning; at one place an inner piece closes before an outer one, and opens after it.
  put.sort(
    (a, b) =>
      b.at - a.at || (a.closes === b.closes ? (a.closes ? b.size - a.size : a.size - b.size) : a.closes ? 1 : -1),
  )
  const switched = put.reduce((all, { at, text: piece }) => all.slice(0, at) + piece + all.slice(at), text)
  return `import { demandUnlessAway, isAway, seesUnlessAway } from '@/scripts/test/taken-away'; ${switched}`
}
