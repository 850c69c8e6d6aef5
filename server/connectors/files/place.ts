import { constants } from 'node:fs'
import { access, type FileHandle, open, opendir, readlink, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, invalid } from '@/server/platform/errors'
import { globPattern, isGlob } from './format'

/** The most entries that are looked at for one pattern. */
const mostEntries = 200_000

const outside = (ref: string) =>
  invalid(`${ref} leads out of the files folder.`, [
    { path: 'config.path', message: 'must stay within the files folder' },
  ])

/** The organisation's folder as it really lies; throws `invalid` that tells what is missing. */
export async function rootOf(folder: string | null): Promise<string> {
  if (!folder) throw invalid('This organisation has no files folder. The operator sets it with STOA_FILES_ROOT.')
  return realpath(folder).catch(() => {
    throw invalid('The files folder (STOA_FILES_ROOT) does not exist. The operator has to make it.')
  })
}

/** The real path of a file within the root, links resolved now; whatever lies outside is refused. */
export async function placeOf(root: string, ref: string): Promise<string> {
  if (ref.includes('\0') || path.isAbsolute(ref) || ref.split(/[\\/]/).includes('..')) throw outside(ref)
  const real = await realpath(path.join(root, ref)).catch(() => {
    throw new AppError('not_found', `There is no file ${ref}.`)
  })
  if (!real.startsWith(root + path.sep)) throw outside(ref)
  const about = await stat(real).catch(() => null)
  if (!about) throw new AppError('not_found', `There is no file ${ref}.`)
  if (!about.isFile()) throw invalid(`${ref} is not a file.`)
  await access(real, constants.R_OK).catch(() => {
    throw invalid(`${ref} may not be read by the server. Change its rights.`)
  })
  return real
}

/**
 * Opens a file within the root. Whoever reads by the handle reads the file that was judged, whatever its path leads to by then: a link
 * put in its place between judging and opening is seen here, one put there later changes nothing.
 */
export async function openPlace(root: string, ref: string): Promise<FileHandle> {
  const real = await placeOf(root, ref)
  const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => {
    throw outside(ref)
  })
  try {
    const opened = await handle.stat()
    const lies = handlePath(handle) ? await readlink(`/proc/self/fd/${handle.fd}`) : await realpath(real)
    const there = await stat(lies)
    if (!lies.startsWith(root + path.sep) || there.ino !== opened.ino || there.dev !== opened.dev) throw outside(ref)
    if (!opened.isFile()) throw invalid(`${ref} is not a file.`)
    return handle
  } catch (error) {
    await handle.close()
    throw error instanceof AppError ? error : outside(ref)
  }
}

/** A path by which our children open the very file of a handle; null where the system has none. */
export const handlePath = (handle: FileHandle): string | null =>
  process.platform === 'linux' ? `/proc/${process.pid}/fd/${handle.fd}` : null

/** Paths within the root that a config's path means, sorted: itself, or the files that its pattern matches. */
export async function refsOf(root: string, wanted: string): Promise<string[]> {
  const clean = wanted
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.')
    .join('/')
  if (!isGlob(clean)) return [clean]
  const fixed = clean.split('/').slice(0, clean.split('/').findIndex(isGlob)).join('/')
  const pattern = globPattern(clean)
  const found: string[] = []
  let looked = 0
  const deep = clean.includes('**') ? Number.POSITIVE_INFINITY : clean.split('/').length
  const walk = async (folder: string): Promise<void> => {
    const entries = await opendir(path.join(root, folder)).catch(() => null)
    if (!entries) return
    for await (const entry of entries) {
      if (++looked > mostEntries) throw invalid(`More than ${mostEntries} files lie there; write a narrower pattern.`)
      const ref = folder ? `${folder}/${entry.name}` : entry.name
      // A link is followed only where a file is opened, and judged there.
      if (entry.isDirectory()) {
        if (ref.split('/').length < deep) await walk(ref)
      } else if (pattern.test(ref)) found.push(ref)
    }
  }
  const start = await realpath(path.join(root, fixed)).catch(() => null)
  if (start && start !== root && !start.startsWith(root + path.sep)) throw outside(wanted)
  await walk(fixed)
  return found.sort()
}
