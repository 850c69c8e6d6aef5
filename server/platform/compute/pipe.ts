import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'

/** Named pipes between us and a child: DuckDB opens a path, and a Node pipe is a socket that has none. Opening never blocks a thread. */

export async function makePipe(folder: string): Promise<string> {
  const pipe = path.join(folder, 'rows.pipe')
  await promisify(execFile)('mkfifo', ['-m', '600', pipe])
  return pipe
}

/** A reader that is there before the child writes; it ends after `finish`, once what was written is read. */
export function openReader(pipe: string): { socket: Socket; finish: () => void } {
  // A pipe without a writer reads as ended: this one holds it open until the child is known to be done.
  const keeper = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
  let held = true
  const finish = () => {
    if (held) closeSync(keeper)
    held = false
  }
  return { socket: new Socket({ fd: reader, readable: true, writable: false }), finish }
}

/** A writer, once the child has opened its end; until then opening says there is nobody, and is tried again. */
export async function openWriter(pipe: string, gone: AbortSignal): Promise<Socket> {
  for (;;) {
    gone.throwIfAborted()
    try {
      return new Socket({
        fd: openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK),
        readable: false,
        writable: true,
      })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error
      await new Promise((later) => setTimeout(later, 2))
    }
  }
}
