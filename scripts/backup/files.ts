import fs from 'node:fs'
import path from 'node:path'

const AT_ONCE = 256 * 1024 // bytes

/** The files at or below these places in a folder, each opened when its turn comes. Half files and links are passed over. */
export function* filesBelow(
  folder: string,
  places: string[],
): Generator<{ name: string; content: AsyncIterable<Buffer> }> {
  for (const place of places) {
    const full = path.join(folder, place)
    const stat = fs.lstatSync(full, { throwIfNoEntry: false })
    if (stat?.isDirectory())
      yield* filesBelow(
        folder,
        fs
          .readdirSync(full)
          .sort()
          .map((name) => path.join(place, name)),
      )
    else if (stat?.isFile() && !/\.(part|new)$/.test(place)) {
      const fd = openIfThere(full)
      if (fd === null) continue
      const content = fs.createReadStream(full, { fd, highWaterMark: AT_ONCE })
      yield { name: place.split(path.sep).join('/'), content }
    }
  }
}

/** A source's file may be taken away by its owner at any moment. */
function openIfThere(file: string): number | null {
  try {
    return fs.openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
