import { Document, isMap, isNode, isSeq, LineCounter, parseAllDocuments, parseDocument } from 'yaml'

/** The editor's one truth is the YAML text; the form reads values out of it and writes single places of it. */

export type Path = (string | number)[]
/** One document of the stream: where its text lies, and what it says (null while it cannot be read). */
export type Part = { from: number; to: number; text: string; value: unknown }
export type Fault = { line: number; column: number; message: string }
export type Model = { parts: Part[]; faults: Fault[] }

const reading = { uniqueKeys: false, logLevel: 'silent' } as const

/** Reads a stream; text that cannot be read gives faults with their place, and no values to edit. */
export function readModel(text: string): Model {
  const lines = new LineCounter()
  let documents: Document.Parsed[]
  try {
    const parsed = parseAllDocuments(text, { ...reading, lineCounter: lines })
    documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : []
  } catch (error) {
    return { parts: [], faults: [{ line: 1, column: 1, message: (error as Error).message }] }
  }
  let from = 0
  const faults: Fault[] = []
  const parts = documents.map((document): Part => {
    const to = document.range[2]
    const part = { from, to, text: text.slice(from, to) }
    from = to
    for (const fault of document.errors) {
      const { line, col } = lines.linePos(fault.pos[0])
      faults.push({ line, column: col, message: fault.message.split('\n')[0] ?? '' })
    }
    return { ...part, value: document.errors.length > 0 ? null : safe(document) }
  })
  return { parts, faults }
}

function safe(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    return null
  }
}

/** The mark that begins a document of a stream stays where it was. */
const mark = /^((?:[ \t]*(?:#[^\n]*)?\r?\n)*)---(?:[ \t]+|\r?\n)/

/** Writes one place of one document, or takes it away (`undefined`); comments and order stay, other documents are not touched. */
export function editText(text: string, index: number, path: Path, value: unknown): string {
  const { parts } = readModel(text)
  const part = parts[index]
  if (!part) return text
  const lead = mark.exec(part.text)?.[0] ?? ''
  const document = parseDocument(part.text.slice(lead.length), reading)
  if (document.errors.length > 0) return text
  if (value === undefined) {
    document.deleteIn(path)
    prune(document, path.slice(0, -1))
  } else setIn(document, path, value)
  const written = document.toString(styleOf(part.text))
  return `${text.slice(0, part.from)}${lead}${written.endsWith('\n') ? written : `${written}\n`}${text.slice(part.to)}`
}

/** How its writer spaces brackets and indents lists, so that what the form writes looks the same. */
const styleOf = (text: string) => ({
  lineWidth: 0,
  flowCollectionPadding: !/[[{][^\s\]}]/.test(text),
  indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /m.test(text),
})

/** Lists and maps on the way are made where they are missing, each by the kind of key that follows. */
function setIn(document: Document, path: Path, value: unknown) {
  for (let depth = 1; depth < path.length; depth++) {
    const at = path.slice(0, depth)
    const there = document.getIn(at, true)
    if (!isMap(there) && !isSeq(there))
      document.setIn(at, document.createNode(typeof path[depth] === 'number' ? [] : {}))
  }
  const there = document.getIn(path, true)
  if (typeof value === 'string' && isNode(there) && 'value' in there && typeof there.value === 'string')
    there.value = value
  else document.setIn(path, document.createNode(value))
}

/** A list or map that became empty goes too, so that taking an entry away leaves no husk. */
function prune(document: Document, path: Path) {
  if (path.length === 0) return
  const there = document.getIn(path, true)
  if ((isMap(there) || isSeq(there)) && there.items.length === 0) {
    document.deleteIn(path)
    prune(document, path.slice(0, -1))
  }
}

/** Puts a document at the end of the stream. */
export function appendDocument(text: string, value: unknown): string {
  const written = new Document(value).toString({ lineWidth: 0 })
  return `${text.trimEnd()}\n---\n${written}`
}

export function removeDocument(text: string, index: number): string {
  const part = readModel(text).parts[index]
  return part ? `${text.slice(0, part.from).trimEnd()}\n${text.slice(part.to)}` : text
}

/** Where a problem's path (`contracts.0.schema.1.name`) stands in the text: the place itself, or the nearest one around it. */
export function locate(text: string, path: string): { line: number; column: number } {
  const [root, ...rest] = path.split('.')
  const index = root === 'contracts' ? Number(rest.shift()) + 1 : 0
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { ...reading, lineCounter: lines })
  const document = Array.isArray(parsed) ? (parsed as Document.Parsed[])[index] : undefined
  if (!document) return { line: 1, column: 1 }
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? document.range[0]
  for (let at = 0; at < rest.length; at++) {
    const step = stepInto(node, rest.slice(at))
    if (!step) break
    node = step.node
    offset = step.offset ?? offset
    at += step.used - 1
  }
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

/** A key may hold dots itself, so that the longest key that fits is taken. */
function stepInto(node: unknown, rest: string[]): { node: unknown; offset: number | undefined; used: number } | null {
  if (isSeq(node)) {
    const item = node.items[Number(rest[0])]
    return item === undefined ? null : { node: item, offset: isNode(item) ? item.range?.[0] : undefined, used: 1 }
  }
  if (!isMap(node)) return null
  for (let used = rest.length; used > 0; used--) {
    const key = rest.slice(0, used).join('.')
    const pair = node.items.find((each) => String((each.key as { value?: unknown })?.value) === key)
    if (pair) return { node: pair.value, offset: isNode(pair.key) ? pair.key.range?.[0] : undefined, used }
  }
  return null
}
