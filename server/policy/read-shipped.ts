import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { cedar } from './compile/cedar'
import type { PolicyJson } from './compile/expression'
import type { Source } from './compile/policy'
import { splitText } from './compile/split-text'

/** What comes with the portal: the schema, the policies, and their texts by id. */
export type Shipped = {
  schema: string
  text: string
  hash: string
  sources: Source[]
  texts: ReadonlyMap<string, string>
}

const holder = globalThis as typeof globalThis & { stoaShippedPolicies?: Shipped }
const file = (name: string) => fs.readFileSync(path.join(process.cwd(), 'server', 'policy', name), 'utf8')

/** Reads the shipped policies, once for a process; a fault in them stops everything, for nothing could be decided. */
export function readShipped(): Shipped {
  holder.stoaShippedPolicies ??= read()
  return holder.stoaShippedPolicies
}

function read(): Shipped {
  const [schema, text] = [file('schema.cedarschema'), file('shipped.cedar')]
  const pieces = splitText(text).map((piece) => {
    const answer = cedar.policyToJson(piece.text)
    if (answer.type === 'failure') throw new Error(`shipped.cedar: ${answer.errors[0]?.message}`)
    const json = answer.json as unknown as PolicyJson
    const id = json.annotations?.id
    if (!id) throw new Error('shipped.cedar: each policy has an @id')
    return { id, json, text: piece.text }
  })
  return {
    schema,
    text,
    hash: createHash('sha256').update(text).digest('hex').slice(0, 8),
    sources: pieces.map(({ id, json }) => ({ id, json })),
    texts: new Map(pieces.map((piece) => [piece.id, piece.text])),
  }
}
