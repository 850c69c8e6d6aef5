import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import * as current from './current'
import { listMarks } from './list-marks'
import { portShapes, type TypeOf } from './port-shape'
import { typeOf } from './product-type'
import { newestRuns, promiseOf, resultsOf } from './promise'
import type { ProductShape } from './schema'
import * as store from './store'

type Ask = { slug: string; version?: string; withDraft?: boolean }

/** A product as one of its versions has it: the published one unless another is asked for, or `draft`. */
export async function get(scope: OrgScope, { slug, version, withDraft = false }: Ask): Promise<ProductShape> {
  const product = await store.findProduct(scope, slug)
  if (!product) throw notFound('product')
  const heads = await store.listVersions(scope, [product.id])
  const head = current.asked(heads, version)
  if (!head || (head.state === 'draft' && !withDraft)) throw notFound('version of the product')
  const [shown, pointers, runs, domain, owner, marks] = await Promise.all([
    store.getVersion(scope, head.id),
    store.listPointers(scope, { versionIds: [head.id] }),
    store.listCheckRuns(scope, [head.id], 50),
    tenancy.getDomain(scope, product.domainId),
    tenancy.findMember(scope, product.ownerId),
    listMarks(scope, [product.id]),
  ])
  const { product: document } = shown.content
  const draft = current.draftOf(heads)
  return {
    id: product.id,
    slug: product.slug,
    title: document.name ?? product.slug,
    type: typeOf(shown),
    purpose: document.description?.purpose ?? '',
    usage: document.description?.usage ?? '',
    limitations: document.description?.limitations ?? '',
    domain: { id: domain.id, slug: domain.slug, name: domain.name },
    owner: { id: product.ownerId, name: owner?.name ?? '' },
    tags: document.tags ?? [],
    status: head.state,
    version: head.version,
    publishedAt: head.publishedAt?.toISOString() ?? null,
    ending: head.ending,
    ports: portShapes(shown, pointers, pointers.length > 0 ? () => null : await typesOf(scope, shown)),
    promise: promiseOf(pointers, runs),
    portMarks: marks.get(product.id) ?? [],
    checks: resultsOf(runs),
    checkedAt: newestRuns(runs)[0]?.at.toISOString() ?? null,
    versions: await versionShapes(scope, withDraft ? heads : heads.filter((each) => each.state !== 'draft')),
    draft: withDraft && draft ? { version: draft.version } : null,
    etag: (withDraft ? (draft ?? head) : head).etag,
  }
}

/** The types that the assets of a draft have, since none of its ports points at rows yet. */
async function typesOf(scope: OrgScope, version: store.Version): Promise<TypeOf> {
  const ids = [...new Set(version.content.bound.map((each) => each.assetId))]
  const assets = await Promise.all(ids.map((id) => ingestion.getAsset(scope, id)))
  return (assetId, column) =>
    assets.find((asset) => asset.id === assetId)?.columns.find((each) => each.name === column)?.type ?? null
}

async function versionShapes(scope: OrgScope, heads: store.VersionHead[]): Promise<ProductShape['versions']> {
  const ids = [...new Set(heads.flatMap((head) => head.publishedBy ?? []))]
  const members = await Promise.all(ids.map((id) => tenancy.findMember(scope, id)))
  return heads.map((head) => ({
    version: head.version,
    state: head.state,
    note: head.note,
    publishedAt: head.publishedAt?.toISOString() ?? null,
    publishedBy: members.find((member) => member?.id === head.publishedBy)?.name ?? null,
    createdAt: head.createdAt.toISOString(),
    ending: head.ending,
  }))
}
