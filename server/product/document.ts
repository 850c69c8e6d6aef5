import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml'
import { type Problem, problemLimit } from './problem'

/** YAML as people write it: read within limits that hold against hostile text, and kept as it was written. */

/** Bytes of one call's documents together. */
export const documentLimit = 1_048_576
const nodeLimit = 100_000
const lineLimit = 25_000
const streamLimit = 50
/** Brackets open at once that the reader is asked to follow; prose may hold some that are never closed. */
const bracketLimit = 500
const depthLimit = 60

export type Source = { text: string; value: unknown }
export type Reading = { ok: true; sources: Source[] } | { ok: false; problems: Problem[] }

const refuse = (message: string): Reading => ({ ok: false, problems: [{ path: '', message }] })

/** Reads a stream of documents; `at` names the n-th one in the paths of its problems. */
export function readYaml(text: string, at: (index: number) => string): Reading {
  if (new TextEncoder().encode(text).length > documentLimit) return refuse('is larger than 1 MB; make it smaller')
  if (text.includes('\0')) return refuse('holds a NUL character; remove it')
  if (text.split('\n', lineLimit + 1).length > lineLimit)
    return refuse(`has more than ${lineLimit} lines; make it shorter`)
  if ((text.match(/^---/gm)?.length ?? 0) > streamLimit) return refuse(`holds more than ${streamLimit} documents`)
  if (nesting(text) > bracketLimit) return refuse(`is nested deeper than ${depthLimit} levels; make it flatter`)
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', lineCounter: lines })
  const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : []
  if (documents.length === 0) return refuse('is empty; write a document first')
  const problems: Problem[] = []
  let from = 0
  const sources = documents.map((document, index): Source => {
    const source = alone(text.slice(from, document.range[2]))
    from = document.range[2]
    const path = at(index)
    const faults = [...document.errors, ...document.warnings].slice(0, 20)
    for (const fault of faults) problems.push({ path, message: parseFault(fault, lines) })
    if (faults.length > 0) return { text: source, value: null }
    if (document.directives.yaml.explicit) problems.push({ path, message: 'has a %YAML directive; remove it' })
    return { text: source, value: plain(document, path, lines, problems) }
  })
  return problems.length > 0 ? { ok: false, problems: problems.slice(0, problemLimit) } : { ok: true, sources }
}

/** Brackets and dashes open at once, an upper bound that is found without recursion. */
function nesting(text: string) {
  let open = 0
  let most = 0
  for (const line of text.split('\n')) {
    const dashes = /^ *(?:[-?:] +)*/.exec(line)?.[0].match(/[-?:]/g)?.length ?? 0
    most = Math.max(most, dashes)
    // A key at the margin starts afresh, so that unclosed brackets in prose do not add up.
    if (/^[A-Za-z]/.test(line)) open = 0
    for (const sign of line) {
      if (sign === '[' || sign === '{') most = Math.max(most, ++open)
      else if (sign === ']' || sign === '}') open = Math.max(0, open - 1)
    }
  }
  return most
}

function parseFault(fault: { message: string; pos: [number, number] }, lines: LineCounter) {
  const { line, col } = lines.linePos(fault.pos[0])
  if (/call stack/.test(fault.message)) return `line ${line}: is nested deeper than ${depthLimit} levels`
  return `line ${line}, column ${col}: ${(fault.message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '')}`
}

/** One document of a stream by itself: without the marks that part it from its neighbours. */
const alone = (text: string) =>
  text.replace(/^((?:[ \t]*(?:#[^\n]*)?\r?\n)*)---(?:[ \t]+|\r?\n|$)/, '$1').replace(/\n\.\.\.[ \t]*\r?\n?$/, '\n')

/** The plain value of a document. Aliases are written out, within a budget; a cycle, a double or odd key is a problem. */
function plain(document: Document.Parsed, at: string, lines: LineCounter, problems: Problem[]): unknown {
  const anchors = new Map<string, Node>()
  const open = new Set<Node>()
  let budget = nodeLimit
  const fault = (path: string, node: Node, message: string) => {
    problems.push({ path, message: `line ${lines.linePos(node.range?.[0] ?? 0).line}: ${message}` })
    return null
  }
  const pairs = (node: Node & { items: unknown[] }, path: string, depth: number) => {
    const result: Record<string, unknown> = {}
    for (const pair of node.items as { key: Node; value: Node | null }[]) {
      if (!isScalar(pair.key)) return fault(path, pair.key ?? node, 'a key must be plain text')
      const key = pair.key.value === null ? '' : (pair.key.source ?? String(pair.key.value))
      const inner = `${path}.${key}`
      if (key === '__proto__') fault(inner, pair.key, 'this key is not allowed')
      else if (Object.hasOwn(result, key)) fault(inner, pair.key, 'this key is there twice; keep one')
      else result[key] = walk(pair.value, inner, depth + 1)
    }
    return result
  }
  const walk = (node: Node | null | undefined, path: string, depth: number): unknown => {
    if (--budget < 0 || problems.length > problemLimit) return null
    if (!node) return null
    if (depth > depthLimit) return fault(path, node, `is nested deeper than ${depthLimit} levels`)
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (!target) return fault(path, node, `names no anchor written before it: ${node.source}`)
      if (open.has(target)) return fault(path, node, `refers to itself through ${node.source}`)
      return walk(target, path, depth + 1)
    }
    if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node)
    if (isScalar(node)) {
      const wrong = scalarFault(node.value)
      return wrong ? fault(path, node, wrong) : node.value
    }
    open.add(node)
    const value = isMap(node)
      ? pairs(node, path, depth)
      : isSeq(node)
        ? node.items.map((item, index) => walk(item as Node, `${path}.${index}`, depth + 1))
        : null
    open.delete(node)
    return value
  }
  const value = walk(document.contents, at, 0)
  if (budget < 0) problems.push({ path: at, message: `expands to more than ${nodeLimit} values; use fewer aliases` })
  return value
}

/** What JSON and PostgreSQL cannot hold. */
function scalarFault(value: unknown): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'must be a finite number'
  if (typeof value === 'string' && /\0|\p{Surrogate}/u.test(value)) return 'holds a character that cannot be stored'
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? null : 'is of a type not read here'
}

/** A value that came as JSON, held to the same limits. */
export function plainProblems(value: unknown, at: string): Problem[] {
  const problems: Problem[] = []
  let budget = nodeLimit
  const walk = (inner: unknown, path: string, depth: number) => {
    if (--budget < 0 || problems.length > 20) return
    if (depth > depthLimit) problems.push({ path, message: `is nested deeper than ${depthLimit} levels` })
    else if (typeof inner === 'object' && inner !== null)
      for (const [key, item] of Object.entries(inner)) {
        if (key === '__proto__') problems.push({ path: `${path}.${key}`, message: 'this key is not allowed' })
        walk(item, `${path}.${key}`, depth + 1)
      }
    else {
      const wrong = scalarFault(inner)
      if (wrong) problems.push({ path, message: wrong })
    }
  }
  walk(value, at, 0)
  if (budget < 0) problems.push({ path: at, message: `has more than ${nodeLimit} values` })
  return problems
}
