import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Refusal } from '../refusal'

// An archive's outer form: a head, then chunks of 256 KiB, each sealed by AES-256-GCM. A chunk's nonce is the archive's own seven
// bytes, the chunk's number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so
// that a chunk that is missing, moved, changed or cut off cannot be opened.

const MAGIC = Buffer.from('STOABAK1')
const SALT = 16
const PREFIX = 7
const CHECK = 16
const HEAD = MAGIC.length + SALT + PREFIX + CHECK
const CHUNK = 256 * 1024 // bytes of content
const TAG = 16
/** About a third of a second and 128 MiB for each guess. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1024 * 1024 }

async function keysOf(passphrase: string, salt: Buffer): Promise<{ seal: Buffer; check: Buffer }> {
  const bytes = await new Promise<Buffer>((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, 64, SCRYPT, (error, key) => (error ? reject(error) : resolve(key))),
  )
  return { seal: bytes.subarray(0, 32), check: bytes.subarray(32) }
}

const checkOf = (key: Buffer, start: Buffer) => createHmac('sha256', key).update(start).digest().subarray(0, CHECK)

function nonceOf(prefix: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  prefix.copy(nonce)
  nonce.writeUInt32BE(number, PREFIX)
  nonce.writeUInt8(last ? 1 : 0, 11)
  return nonce
}

export type Sealed = { write(bytes: Uint8Array): Promise<void>; end(): Promise<void> }

/** Seals what is written into the file, chunk by chunk. */
export async function sealInto(file: FileHandle, passphrase: string): Promise<Sealed> {
  const start = Buffer.concat([MAGIC, randomBytes(SALT), randomBytes(PREFIX)])
  const prefix = start.subarray(MAGIC.length + SALT)
  const keys = await keysOf(passphrase, start.subarray(MAGIC.length, MAGIC.length + SALT))
  const head = Buffer.concat([start, checkOf(keys.check, start)])
  await file.writeFile(head)
  const waiting = Buffer.alloc(CHUNK)
  let filled = 0
  let number = 0
  const put = async (last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', keys.seal, nonceOf(prefix, number++, last)).setAAD(head)
    const body = Buffer.concat([cipher.update(waiting.subarray(0, filled)), cipher.final(), cipher.getAuthTag()])
    await file.writeFile(body)
    filled = 0
  }
  return {
    async write(bytes) {
      for (let from = 0; from < bytes.length; ) {
        if (filled === CHUNK) await put(false)
        const part = bytes.subarray(from, from + CHUNK - filled)
        waiting.set(part, filled)
        filled += part.length
        from += part.length
      }
    },
    end: () => put(true),
  }
}

/** The content of an archive, in order. Throws a refusal at the first chunk that is not what was sealed. */
export async function* openArchive(file: FileHandle, passphrase: string): AsyncGenerator<Buffer> {
  const { size } = await file.stat()
  const head = Buffer.alloc(HEAD)
  const { bytesRead } = await file.read(head, 0, HEAD, 0)
  if (bytesRead < HEAD || !head.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Refusal('This file is no archive that `npm run backup` made, or it is cut off at its very beginning.')
  }
  const start = head.subarray(0, HEAD - CHECK)
  const keys = await keysOf(passphrase, start.subarray(MAGIC.length, MAGIC.length + SALT))
  if (!timingSafeEqual(checkOf(keys.check, start), head.subarray(HEAD - CHECK))) {
    throw new Refusal('The passphrase is not the one this archive was made with (or the archive’s head is damaged).')
  }
  const prefix = start.subarray(MAGIC.length + SALT)
  const sealed = Buffer.alloc(CHUNK + TAG)
  for (let number = 0, place = HEAD; ; number++) {
    const length = Math.min(sealed.length, size - place)
    const last = place + length >= size
    yield await openChunk(file, { place, length, key: keys.seal, nonce: nonceOf(prefix, number, last), head, sealed })
    place += length
    if (last) return
  }
}

type Chunk = { place: number; length: number; key: Buffer; nonce: Buffer; head: Buffer; sealed: Buffer }

async function openChunk(file: FileHandle, { place, length, key, nonce, head, sealed }: Chunk): Promise<Buffer> {
  const damaged = () =>
    new Refusal(`The archive is cut off or was changed after it was made (at byte ${place}): it is not restored.`)
  if (length < TAG) throw damaged()
  const { bytesRead } = await file.read(sealed, 0, length, place)
  if (bytesRead < length) throw damaged()
  const tag = sealed.subarray(length - TAG, length)
  const cipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(head).setAuthTag(tag)
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, length - TAG)), cipher.final()])
  } catch {
    throw damaged()
  }
}
