import type { FileHandle } from 'node:fs/promises'
import { invalid } from '@/server/platform/errors'
import { type Found, type FoundItem, itemColumns } from '../connector'
import type { Config } from './config'
import { formatFor, isGlob, saidFormat } from './format'
import { readMarkdown } from './markdown'
import { readMbox } from './mbox'
import { openPlace, placeOf } from './place'

/** An open connection, as reading its items needs it. `opened` are closed with it, however a reading ends. */
type Open = { root: string; settings: Config; refs: () => Promise<string[]>; opened: FileHandle[] }

/** The items of one file, or of every document that the connection's pattern matches. */
export async function* itemsOf({ root, settings, refs, opened }: Open, ref: string): AsyncGenerator<FoundItem> {
  const every = await refs()
  const whole = wholeOf(settings, every).some((one) => one.ref === ref)
  for (const one of whole ? documentsOf(settings, every) : [ref]) {
    if (!every.includes(one)) throw invalid(`${one} is not among the files of this connection.`)
    // What discovery does not show, a link that leads out or a file that may not be read, is not there.
    if (whole && !(await placeOf(root, one).catch(() => null))) continue
    const format = formatFor(settings, one)
    const handle = await openPlace(root, one)
    opened.push(handle)
    const source = { handle, ref: one, settings }
    if (format === 'markdown') yield await readMarkdown(source)
    else if (format === 'mbox') yield* readMbox(source)
    else throw invalid(`${one} is read as rows, not as items.`)
    opened.splice(opened.indexOf(handle), 1)
    await handle.close()
  }
}

const documentsOf = (settings: Config, refs: string[]) => refs.filter((ref) => saidFormat(settings, ref) === 'markdown')

/** All the Markdown files that a pattern matches as one asset more, so that a document that comes later is part of it by itself. */
export function wholeOf(settings: Config, refs: string[]): Found[] {
  if (!isGlob(settings.path) || documentsOf(settings, refs).length === 0) return []
  const name = settings.path.split('/').findLast((part) => !isGlob(part)) ?? settings.path
  const keys = { primary: [], unique: [], foreign: [] }
  return [{ ref: settings.path, kind: 'items', name, columns: itemColumns, keys }]
}
