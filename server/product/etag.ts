import { createHash } from 'node:crypto'

/** What a document is known by: it changes with any character of any of them. */
export const etagOf = (texts: string[]) => createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32)

/** An entity tag as headers write it, weak or strong. */
export const readEtag = (header: string) => header.trim().replace(/^W\//, '').replace(/^"|"$/g, '')
