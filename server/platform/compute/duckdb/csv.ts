import { closeSync, openSync, readSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../quote'
import type { Source } from '../schema'
import { Refusal } from './tree'

/** How CSV is read: every line counts. What cannot be read is an error that names its line, never a line left out. */

/** The longest line a source may have, in bytes; a longer one is refused rather than buffered. */
export const longestLine = 8 * 2 ** 20
/** How much of a file is looked at for its first line, in bytes. */
const sample = 256 * 1024

type Given = Omit<Source, 'stream'>

/** The `read_csv` over these files. `whole`: types are guessed from every line, not from the first ones. */
export function csvReader(source: Given, paths: string[], whole = false): string {
  const columns = source.columns?.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(', ')
  const typed = columns === undefined ? '' : `, columns={${columns}}`
  const guess = whole ? ', sample_size=-1' : ''
  return `read_csv([${paths.map(literal).join(', ')}]${options(source)}${typed}${guess}, max_line_size=${longestLine}, buffer_size=${2 * longestLine}, hive_partitioning=false)`
}

function options({ csv = {}, columns }: Given): string {
  const given: [string, string | undefined][] = [
    ['header', csv.header === undefined ? undefined : String(csv.header)],
    ['delim', csv.delimiter === undefined ? undefined : literal(csv.delimiter)],
    ['quote', csv.quote === undefined ? undefined : literal(csv.quote)],
    ['escape', csv.escape === undefined ? undefined : literal(csv.escape)],
    ['nullstr', csv.nullText === undefined ? undefined : literal(csv.nullText)],
    ['allow_quoted_nulls', csv.quotedNulls === undefined ? undefined : String(csv.quotedNulls)],
    ['encoding', csv.encoding === undefined ? undefined : literal(csv.encoding)],
    // A stream cannot be read twice: with its columns declared there is nothing to guess.
    ['auto_detect', columns && csv.delimiter !== undefined ? 'false' : undefined],
    // Left to itself DuckDB passes over lines that do not fit, takes # for a comment, and unpacks by a file's name.
    ['skip', '0'],
    ['comment', "''"],
    ['compression', "'none'"],
    ['strict_mode', 'true'],
    ['null_padding', 'false'],
    ['ignore_errors', 'false'],
  ]
  return given.map(([key, value]) => (value === undefined ? '' : `, ${key}=${value}`)).join('')
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Whether a type guessed from the first lines does not hold further down: then guessing from all lines is the way out. */
export const guessedWrong = (error: unknown, { columns, path }: Given) =>
  columns === undefined && path !== undefined && /Error when converting column/.test(said(error))

/** The error of a CSV as the owner of the file can act on it: the line and what is wrong with it, no value of it. */
export async function csvFault(engine: DuckDBConnection, error: unknown, source: Given): Promise<unknown> {
  const known = lineFault(said(error))
  if (known) return known
  if (!/Error when sniffing/.test(said(error))) return error
  return (await locate(engine, source)) ?? new Refusal('Its lines cannot be read as CSV of one and the same width.')
}

const kinds: [RegExp, (found: RegExpExecArray) => string][] = [
  [
    /Expected Number of Columns: (\d+) Found: (\d+)/,
    ([, expected, found]) => `has ${found} values where ${expected} are expected`,
  ],
  [/Invalid unicode|not utf-8/i, () => 'is not UTF-8; name the encoding of the file in readers.encoding'],
  [/Maximum line size/, () => `is longer than ${longestLine / 2 ** 20} MB`],
  [/unterminated quote|quote should be followed/i, () => 'opens a quote that is not closed as it should be'],
  [
    /Error when converting column "([\s\S]{1,200}?)"[\s\S]*' to '?([A-Z][A-Z0-9_(), ]*)/,
    ([, column, type]) => `has a value in column "${column}" that is no ${type!.trim()}`,
  ],
]

function lineFault(message: string): Refusal | null {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1]
  if (!line) return null
  for (const [pattern, say] of kinds) {
    const found = pattern.exec(message)
    if (found) return new Refusal(`Line ${line} ${say(found)}.`)
  }
  return new Refusal(`Line ${line} cannot be read as CSV.`)
}

/** Reads the file again as text of the width of its first line: the first line of another width is then told by its number. */
async function locate(engine: DuckDBConnection, source: Given): Promise<Refusal | null> {
  const path = [source.path ?? []].flat()[0]
  const delimiter = source.csv?.delimiter
  if (path === undefined || delimiter === undefined) return null
  const first = firstLine(path, source.csv?.encoding === 'utf-16' ? 'utf16le' : 'utf8')
  const width = first.replace(/"(?:[^"]|"")*"/g, '').split(delimiter).length
  const columns = Array.from({ length: width }, (_, at) => ({ name: `c${at}`, type: 'VARCHAR' }))
  const csv = { header: false, quote: '"', escape: '"', ...source.csv }
  try {
    await engine.runAndReadAll(`select count(*), max(c0) from ${csvReader({ ...source, columns, csv }, [path])}`)
    return null
  } catch (error) {
    return lineFault(said(error))
  }
}

function firstLine(path: string, encoding: BufferEncoding): string {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(sample)
    const length = readSync(file, head, 0, sample, 0)
    return /^[^\r\n]*/.exec(head.toString(encoding, 0, length))![0]
  } finally {
    closeSync(file)
  }
}
