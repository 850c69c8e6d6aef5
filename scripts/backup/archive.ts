import type { FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { openArchive, sealInto } from './envelope'

// An archive's inner form: entries one after another. An entry is its description as JSON, then blocks; a block is its length in four
// bytes and its bytes; a length of nothing ends the entry. So nothing needs its size known before it is written.

const description = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('manifest') }),
  /** Rows of a table as COPY writes them, gzipped. */
  z.strictObject({ kind: z.literal('table'), schema: z.string(), name: z.string(), columns: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('sequences') }),
  /** A file of the storage, by its key. */
  z.strictObject({ kind: z.literal('stored'), key: z.string() }),
  /** A file of the data folder, by its place there. */
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
])
type Description = z.infer<typeof description>

/** What an archive says of itself, first of all. */
export const manifest = z.strictObject({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Which migrations its database had seen, in order, each with the hash of its SQL. */
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  /** Tells whether a secret key is the one that this archive's secrets were sealed under. */
  keyCheck: z.string(),
})
export type Manifest = z.infer<typeof manifest>

export type Writer = {
  add(what: Description, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>
  end(): Promise<void>
}

const lengthOf = (bytes: Uint8Array) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

export async function writeArchive(file: FileHandle, passphrase: string): Promise<Writer> {
  const sealed = await sealInto(file, passphrase)
  const block = async (bytes: Uint8Array) => {
    await sealed.write(lengthOf(bytes))
    await sealed.write(bytes)
  }
  return {
    async add(what, content) {
      await block(Buffer.from(JSON.stringify(what)))
      for await (const bytes of content) if (bytes.length > 0) await block(bytes)
      await block(Buffer.alloc(0))
    },
    end: () => sealed.end(),
  }
}

export type Entry = Description & { content: AsyncGenerator<Buffer> }

/** The entries in order. An entry's content is read whole before the next one is asked for, or not at all. */
export async function* readArchive(file: FileHandle, passphrase: string): AsyncGenerator<Entry> {
  const source = openArchive(file, passphrase)
  let rest: Buffer = Buffer.alloc(0)
  const take = async (length: number): Promise<Buffer | null> => {
    while (rest.length < length) {
      const { done, value } = await source.next()
      if (done) return null
      rest = Buffer.concat([rest, value])
    }
    const taken = rest.subarray(0, length)
    rest = rest.subarray(length)
    return taken
  }
  const block = async (): Promise<Buffer | null> => {
    const length = await take(4)
    return length && take(length.readUInt32BE())
  }
  for (let head = await block(); head; head = await block()) {
    const content = async function* () {
      for (let bytes = await block(); bytes && bytes.length > 0; bytes = await block()) yield bytes
    }
    const entry = { ...description.parse(JSON.parse(head.toString())), content: content() }
    yield entry
    for await (const _ of entry.content);
  }
}

/** Reads an archive to its end, so that one that is not whole is refused before anything is made of it. */
export async function readWhole(file: FileHandle, passphrase: string): Promise<void> {
  for await (const _ of openArchive(file, passphrase));
}

/** A small entry's content in one piece. */
export async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of content) parts.push(part)
  return Buffer.concat(parts).toString()
}
