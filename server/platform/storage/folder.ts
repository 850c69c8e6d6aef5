import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, notFound } from '../errors'
import type { Storage } from './schema'

/** A copy that nothing was written to for so long is nobody's, in ms. */
const abandonedMs = 3_600_000

/** Makes what was written survive a power cut before its name is announced. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Where copies are made: below the folder of what they become, so of the same file system. */
const copying = 'copying'

/**
 * Moves a file, whole or not at all, to where it may lie on another file system. A copy has a name of its own until it is whole: two
 * processes that copied into one file would write into it once the other had given it its place.
 */
async function moveWhole(from: string, to: string): Promise<void> {
  try {
    return await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
  }
  const folder = path.join(path.dirname(to), copying)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeAbandoned(folder)
  const copy = path.join(folder, `${randomUUID()}.part`)
  try {
    await copyFile(from, copy)
    await rename(copy, to)
  } catch (error) {
    await rm(copy, { force: true })
    throw error
  }
  await rm(from, { force: true })
}

/** What a kill left of a copy, here or on another machine. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const { mtimeMs = Date.now() } = (await stat(path.join(folder, name)).catch(() => null)) ?? {}
    if (Date.now() - mtimeMs > abandonedMs) await rm(path.join(folder, name), { force: true })
  }
}

/** Files in one local folder; written beside their place and renamed into it, so that a half file never has a name. */
export function folderStorage(root: string): Storage {
  const place = (key: string) => {
    const file = path.resolve(root, key)
    if (!file.startsWith(`${path.resolve(root)}${path.sep}`) || key.includes('\0')) {
      throw new AppError('internal', `The storage key ${JSON.stringify(key)} leaves its folder.`)
    }
    return file
  }
  const exists = (key: string) =>
    stat(place(key)).then(
      () => true,
      () => false,
    )
  return {
    name: 'folder',
    exists,
    async put(key, localPath) {
      if (await exists(key)) return void (await rm(localPath, { force: true }))
      const target = place(key)
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
      // Of the content's own name: what a kill leaves here is replaced by the next try.
      const beside = `${target}.part`
      try {
        await moveWhole(localPath, beside)
        await flush(beside)
        await rename(beside, target)
      } catch (error) {
        // Another may have put the same content in place with our file.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT' && (await exists(key))) return
        await rm(beside, { force: true })
        throw error
      }
    },
    async localPath(key) {
      const file = place(key)
      if (!(await exists(key))) throw notFound('stored file')
      return file
    },
    remove: (key) => rm(place(key), { force: true }),
    async probe() {
      await mkdir(root, { recursive: true, mode: 0o700 })
      await access(root, constants.W_OK)
    },
  }
}
