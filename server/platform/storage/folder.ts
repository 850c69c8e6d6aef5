import { constants } from 'node:fs'
import { access, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, notFound } from '../errors'
import type { Storage } from './schema'

/** Makes what was written survive a power cut before its name is announced. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r')
  await handle.sync().finally(() => handle.close())
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
        await rename(localPath, beside).catch(async (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EXDEV') throw error
          await copyFile(localPath, beside)
          await rm(localPath, { force: true })
        })
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
