import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { invalid, notFound } from '@/server/platform/errors'
import { logicalTypeOf } from './column-type'
import { suggestionsFor } from './proposal'
import type { Suggestion } from './schema'

type Ask = { domainId: string; assets: string[]; port: string; contractId?: string }

/**
 * A contract for some assets of one connection: each as an object with its columns and their types. What their keys and profiles suggest
 * beyond that comes beside it, to be accepted one by one.
 */
export async function proposeContract(scope: OrgScope, ask: Ask) {
  const assets = await Promise.all(ask.assets.map((id) => ingestion.getAsset(scope, id)))
  const first = assets[0]
  if (!first) throw invalid('Choose at least one asset.', [{ path: 'assets', message: 'must name at least one' }])
  if (assets.some((asset) => asset.domainId !== ask.domainId)) throw notFound('asset in this domain')
  if (assets.some((asset) => asset.connectionId !== first.connectionId))
    throw invalid('A contract describes assets of one connection. Make a port for each connection.', [
      { path: 'assets', message: 'must be of one connection' },
    ])
  const names = objectNames(assets.map((asset) => asset.name || asset.ref))
  const suggestions: Suggestion[] = []
  const schema = []
  for (const [n, asset] of assets.entries()) {
    const snapshot = asset.latestSnapshot ? await ingestion.getSnapshot(scope, asset.latestSnapshot) : null
    const found = snapshot?.schema ?? asset.columns
    const columns = found.map((column) => ({
      ...column,
      comment: asset.columns.find((each) => each.name === column.name)?.description ?? null,
    }))
    const object = names[n]!
    suggestions.push(
      ...suggestionsFor({ object, columns, key: asset.keys.primary, profile: snapshot?.profile ?? null }),
    )
    schema.push({
      name: object,
      physicalName: asset.ref,
      physicalType: asset.kind,
      ...(asset.description ? { description: asset.description } : {}),
      properties: columns.map(({ name, type }) => ({ name, logicalType: logicalTypeOf(type), physicalType: type })),
    })
  }
  return {
    contract: contractOf(ask, first.connection, schema),
    suggestions: suggestions.filter((each) => each.field !== 'logicalType'),
  }
}

const contractOf = (ask: Ask, connection: string, schema: unknown[]) => ({
  apiVersion: 'v3.2.0',
  kind: 'DataContract',
  id: ask.contractId ?? `${ask.port}-${crypto.randomUUID().slice(0, 8)}`,
  version: '1.0.0',
  status: 'active',
  servers: [{ server: connection, type: 'custom' }],
  schema,
})

/** Plain words for tables: the last part of a path without its ending, told apart by number where two are alike. */
function objectNames(names: string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const last = name
      .split('/')
      .at(-1)!
      .replace(/\.(csv|tsv|parquet|json|ndjson|jsonl)(\.gz)?$/i, '')
      .split('.')
      .at(-1)!
    const word =
      last
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/^_+|_+$/g, '') || 'rows'
    const times = (seen.get(word) ?? 0) + 1
    seen.set(word, times)
    return times === 1 ? word : `${word}_${times}`
  })
}
