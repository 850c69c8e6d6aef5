import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as current from './current'
import * as store from './store'
import { joined, stamped } from './stream'

type Ask = { slug: string; version?: string; withDraft?: boolean; part: 'product' | 'stream' | { port: string } }

/** The documents as YAML: what came in, comments and order included, with what publishing added. */
export async function getDocument(scope: OrgScope, ask: Ask): Promise<{ text: string; etag: string; version: string }> {
  const product = await store.findProduct(scope, ask.slug)
  if (!product) throw notFound('product')
  const head = current.asked(await store.listVersions(scope, [product.id]), ask.version)
  if (!head || (head.state === 'draft' && !ask.withDraft)) throw notFound('version of the product')
  const version = await store.getVersion(scope, head.id)
  const answer = { etag: head.etag, version: head.version }
  if (typeof ask.part === 'object') {
    const { port } = ask.part
    const named = version.content.product.outputPorts?.find((each) => each.name === port)
    const contract = version.contracts.find((each) => each.contractId === named?.contractId)
    if (!contract) throw notFound('port of the product')
    return { ...answer, text: contract.text }
  }
  const odps = head.publishedAt
    ? stamped(version.odps, { version: head.version, publishedAt: head.publishedAt.toISOString() })
    : version.odps
  return {
    ...answer,
    text: ask.part === 'product' ? odps : joined([odps, ...version.contracts.map((each) => each.text)]),
  }
}
