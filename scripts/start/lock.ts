import { createHash } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Refusal } from '../refusal'

const SOCKET_PATH_MAX = 100 // bytes; the kernel's own limit is 104 on macOS

/**
 * Holds the data folder for this process. A listening socket is the lock: the kernel closes it when we die, however we die,
 * so a stale one is told from a live one by knocking, and no process number can mislead.
 */
export async function holdFolder(folder: string, address: string): Promise<() => void> {
  fs.mkdirSync(folder, { recursive: true })
  const file = socketOf(folder)
  const holder = await knock(file)
  if (holder) {
    throw new Refusal(`Stoa already runs on the data in ${folder}, at ${holder}: use that one, or stop it first.`)
  }
  fs.rmSync(file, { force: true })
  const server = net.createServer((socket) => socket.on('error', () => {}).end(address))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(file, resolve))
  server.unref()
  return () => server.close()
}

/** The address of whoever runs on the data folder; null when nobody does. */
export const holderOf = (folder: string): Promise<string | null> => knock(socketOf(folder))

function socketOf(folder: string): string {
  const inside = path.join(fs.realpathSync(folder), 'running.sock')
  const name = createHash('sha256').update(inside).digest('hex').slice(0, 16)
  return Buffer.byteLength(inside) > SOCKET_PATH_MAX ? path.join(os.tmpdir(), `stoa-${name}.sock`) : inside
}

/** What the holder of the lock answers: its address; null when nobody holds it. */
function knock(file: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = ''
    const socket = net.connect(file)
    socket.setTimeout(2000, () => {
      socket.destroy()
      resolve(said || 'an address it does not tell')
    })
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('error', () => resolve(null))
    socket.on('end', () => resolve(said || null))
  })
}

/** Refuses when the port cannot be had, before anything that takes time. */
export async function demandPort(host: string, port: number): Promise<void> {
  const server = net.createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve)).catch(
    ({ code }: NodeJS.ErrnoException) => {
      const hint = `choose another one, for example PORT=${port + 1} npm start`
      if (code === 'EADDRINUSE')
        throw new Refusal(`Port ${port} on ${host} is taken by another program: stop it, or ${hint}.`)
      if (code === 'EACCES') throw new Refusal(`This user may not listen on port ${port}: ${hint}.`)
      throw new Refusal(`HOST=${host} is not an address of this machine (${code}).`)
    },
  )
  await new Promise((resolve) => server.close(resolve))
}
