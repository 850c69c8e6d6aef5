/** The kinds of source there are. A kind is one folder that knows only the contract in connector.ts; this is the one list. */
import { notFound } from '@/server/platform/errors'
import type { Connector } from './connector'
import { files } from './files'
import { postgres } from './postgres'
import { stoa } from './stoa'

const registry = [postgres, files, stoa] as unknown as Connector[]

/** Every kind, in the order the screen shows them. */
export const list = (): readonly Connector[] => registry

/** A kind by its name; throws not_found. */
export function get(kind: string): Connector {
  const connector = registry.find((one) => one.kind === kind)
  if (!connector) throw notFound('kind of connection')
  return connector
}

export type {
  Connector,
  Credentials,
  Evidence,
  Found,
  FoundColumn,
  FoundItem,
  Host,
  Keys,
  Plan,
  Probe,
  Proof,
  Provisionable,
  Readers,
  Reading,
  RecordTable,
  Session,
  SourceGrant,
} from './connector'
