// Where snapshots live: an immutable file under a key that names its content. A folder by default; the setting STORAGE_URL
// chooses the engine, and no caller knows which.
import { fileURLToPath } from 'node:url'
import { dataPath, env } from '../env'
import { AppError } from '../errors'
import { folderStorage } from './folder'
import type { Storage } from './schema'

let chosen: Storage | undefined

/** The folder that holds the files, for whoever copies all of them. */
export function storageFolder(): string {
  const url = env().STORAGE_URL
  if (!url) return dataPath('storage')
  if (url.startsWith('file:')) return fileURLToPath(url)
  throw new AppError('internal', `STORAGE_URL must begin with file: (got ${url.split(':')[0]}:).`)
}
const engine = (): Storage => {
  chosen ??= folderStorage(storageFolder())
  return chosen
}

export const storage: Omit<Storage, 'name'> & { engine(): string } = {
  engine: () => engine().name,
  put: (key, localPath) => engine().put(key, localPath),
  localPath: (key) => engine().localPath(key),
  exists: (key) => engine().exists(key),
  remove: (key) => engine().remove(key),
  probe: () => engine().probe(),
}
