import path from 'node:path'
import { invalid } from '@/server/platform/errors'
import type { FoundItem } from '../connector'
import { checked, linkOf, type Source } from './item'

/** The largest file, in bytes. */
const mostBytes = 4 * 2 ** 20

/** A Markdown file as one item: its text as it lies, under its first heading. */
export async function readMarkdown(source: Source): Promise<FoundItem> {
  const { handle, ref, settings } = source
  const { size, mtime } = await handle.stat()
  if (size > mostBytes) throw invalid(`${ref} has ${size} bytes; ${mostBytes} is the most for one document.`)
  const body = decode(await handle.readFile(), ref, settings.readers?.encoding ?? 'utf-8')
  const { front, text } = parted(body)
  const item = {
    key: ref,
    thread: ref,
    link: linkOf(source),
    title: fieldOf(front, 'title') ?? headingOf(text) ?? path.basename(ref),
    authors: fieldOf(front, 'author')?.split(/\s*,\s*/) ?? [],
    createdAt: null,
    changedAt: mtime,
    body,
    readers: null,
  }
  return checked(item, ref)
}

const labels = { 'utf-8': 'utf-8', 'utf-16': 'utf-16le', 'latin-1': 'latin1' } as const

function decode(bytes: Buffer, ref: string, encoding: keyof typeof labels): string {
  if (encoding !== 'utf-16' && bytes.includes(0))
    throw invalid(`${ref} has a NUL at byte ${bytes.indexOf(0)}: it is not text.`)
  try {
    return new TextDecoder(labels[encoding], { fatal: true }).decode(bytes)
  } catch {
    throw invalid(`${ref} is not ${encoding} text. Say how it is encoded in readers.encoding, or save it as UTF-8.`, [
      { path: 'config.readers.encoding', message: 'name the encoding of the files' },
    ])
  }
}

/** The lines between two `---` at the top, which say things about the document, and what follows them. */
function parted(body: string): { front: string; text: string } {
  const found = /^---\r?\n([\s\S]{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(body)
  return found ? { front: found[1]!, text: body.slice(found[0].length) } : { front: '', text: body }
}

function fieldOf(front: string, name: string): string | undefined {
  const line = front.split(/\r?\n/).find((one) => one.startsWith(`${name}:`))
  const value = line
    ?.slice(name.length + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
  return value || undefined
}

/** The first heading that is not within a block of code. */
function headingOf(text: string): string | undefined {
  let fence: string | null = null
  for (const line of text.split(/\r?\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && (fence === null || mark.startsWith(fence))) fence = fence === null ? mark : null
    const heading = fence === null ? /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/.exec(line)?.[1] : undefined
    if (heading) return heading
  }
  return undefined
}
