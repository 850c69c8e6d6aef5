import type { FileHandle } from 'node:fs/promises'
import { invalid } from '@/server/platform/errors'
import type { CsvOptions } from '../connector'
import type { Config } from './config'
import type { RowFormat } from './format'

/** How much of a file's start is looked at, in bytes. */
const sample = 256 * 1024
/** More columns than any table that people read. */
const mostColumns = 2_000

/** How gzip, zip, zstd, bzip2, xz and 7z begin: none is unpacked here, so that a small file never becomes a large one. */
const packed = ['1f8b', '504b0304', '504b0506', '28b52ffd', '425a68', 'fd377a585a00', '377abcaf271c'].map((hex) =>
  Buffer.from(hex, 'hex'),
)

/** Looks at a file's first and last bytes for what a reader would stumble on; throws `invalid` that says what and where. */
export async function inspect(
  handle: FileHandle,
  ref: string,
  format: RowFormat,
  readers: Config['readers'],
): Promise<CsvOptions> {
  const { size } = await handle.stat()
  if (size === 0) throw invalid(`${ref} is empty.`)
  const head = Buffer.alloc(Math.min(sample, size))
  await handle.read(head, 0, head.length, 0)
  if (format === 'parquet') {
    const tail = Buffer.alloc(Math.min(8, size))
    await handle.read(tail, 0, tail.length, size - tail.length)
    checkParquet(head, tail, size, ref)
    return {}
  }
  if (packed.some((mark) => head.subarray(0, mark.length).equals(mark)))
    throw invalid(`${ref} is compressed; unpack it first.`)
  return format === 'json' || format === 'ndjson' ? checkJson(head, ref) : checkCsv(head, size, ref, format, readers)
}

function checkParquet(head: Buffer, tail: Buffer, size: number, ref: string) {
  const ends = tail.subarray(-4).toString('latin1')
  if (head.subarray(0, 4).toString('latin1') !== 'PAR1')
    throw invalid(`${ref} is not a Parquet file: it does not begin like one.`)
  if (size < 12 || ends !== 'PAR1') throw invalid(`${ref} is a broken Parquet file: its end is missing. Copy it again.`)
  if (tail.readUInt32LE(0) > size - 12)
    throw invalid(`${ref} is a broken Parquet file: its footer is longer than the file.`)
}

function checkJson(head: Buffer, ref: string): CsvOptions {
  if (head.includes(0)) throw invalid(`${ref} has a NUL at byte ${head.indexOf(0)}: it is not JSON in UTF-8.`)
  return {}
}

function checkCsv(head: Buffer, size: number, ref: string, format: RowFormat, readers: Config['readers']): CsvOptions {
  const marked = head[0] === 0xff && head[1] === 0xfe
  const encoding = readers?.encoding ?? (marked ? 'utf-16' : undefined)
  if (encoding !== 'utf-16' && head.includes(0))
    throw invalid(
      `${ref} has a NUL at byte ${head.indexOf(0)}: it is not text. If it is UTF-16, say so in readers.encoding.`,
    )
  if (encoding === undefined || encoding === 'utf-8') checkUtf8(head, ref)
  const text = head.toString(encoding === 'utf-16' ? 'utf16le' : 'latin1')
  const line = text.slice(0, text.search(/[\r\n]/) >>> 0)
  const delimiter = readers?.delimiter ?? (format === 'tsv' ? '\t' : commonest(line))
  const columns = line.split(delimiter).length
  const cut = line.length === text.length && size > head.length
  if (columns > mostColumns)
    throw invalid(
      `${ref} has ${columns}${cut ? ' or more' : ''} columns in its first line; ${mostColumns} is the most.`,
    )
  if (cut)
    throw invalid(`The first line of ${ref} is longer than ${sample / 1024} kB: it is no table of values in lines.`)
  return { ...readers, delimiter, ...(encoding ? { encoding } : {}) }
}

/** The mark that parts the most values of a line, quoted ones left out; left to guess, DuckDB would drop lines to make a mark fit. */
function commonest(line: string): string {
  const bare = line.replace(/"[^"]*"/g, '')
  const [first, ...others] = [',', ';', '\t', '|'].map((mark) => ({ mark, parts: bare.split(mark).length }))
  return others.reduce((best, one) => (one.parts > best.parts ? one : best), first!).mark
}

/** The sample may end within a character: up to three bytes at its end are let go. */
function checkUtf8(head: Buffer, ref: string) {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let cut = 0; cut <= 3; cut++) {
    try {
      decoder.decode(head.subarray(0, head.length - cut))
      return
    } catch {}
  }
  throw invalid(
    `${ref} is not UTF-8 text. Say how it is encoded in readers.encoding (latin-1, utf-16), or save it as UTF-8.`,
    [{ path: 'config.readers.encoding', message: 'name the encoding of the file' }],
  )
}
