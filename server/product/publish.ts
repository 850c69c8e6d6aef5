import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { apart, withOrg } from '@/server/platform/db'
import { conflict, type ErrorDetail, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import type { Actor } from '@/server/tenancy'
import { type Assessed, assessPorts } from './assess-ports'
import type { Documents, ProductDocument } from './contract'
import * as current from './current'
import { differences, levelOf } from './difference'
import { productChanged, versionPublished } from './events'
import { planPorts } from './plan-ports'
import { pointersOf, snapshotsOf } from './pointer'
import { typeOf } from './product-type'
import type { CheckResult } from './schema'
import * as store from './store'
import { isAtLeast, leastNext, newestFirst } from './version'

const documentsOf = (version: store.Version): Documents => ({
  product: version.content.product,
  contracts: version.contracts.map((contract) => contract.value),
})

type Publishing = {
  slug: string
  note?: string
  signal?: AbortSignal
  /** What a stage after this one makes of the document: what it answers is done with the publication. Where either throws, nothing is published. */
  prepare?: (draft: { productId: string; document: ProductDocument }) => Promise<(() => Promise<void>) | null>
}

/**
 * Publishes the draft: every check runs on the rows as they are, and those that block must hold. Throws `conflict` with a detail for each
 * that does not, or with the version that the change needs. Once published, a version never changes.
 */
export async function publish(actor: Actor, { slug, note, signal, prepare }: Publishing) {
  const { scope } = actor
  const product = await store.findProduct(scope, slug)
  if (!product) throw notFound('product')
  const heads = await store.listVersions(scope, [product.id])
  const head = current.draftOf(heads)
  if (!head) throw conflict('There is no draft to publish. Save a change first.')
  const draft = await store.getVersion(scope, head.id)
  await refuseVersion(actor, draft, heads)
  const plans = await planPorts(scope, draft)
  if (plans.length === 0)
    throw conflict('The product has no output port. Add one, with a contract.', [
      { path: 'product.outputPorts', message: 'must have at least one port' },
    ])
  const unready = plans.flatMap((plan) => plan.problems)
  if (unready.length > 0) throw conflict(`Not ready to publish: ${unready[0]!.message}.`, unready)
  const alongside = await prepare?.({ productId: product.id, document: draft.content.product })
  const assessed = await assessPorts(scope, plans, { keep: true, signal })
  const failed = assessed.flatMap((each) => each.results).filter((result) => !result.ok && result.blocking)
  if (failed.length > 0) {
    await apart(scope, () => record(actor, draft, assessed, 'preview'))
    throw conflict(
      `${failed.length === 1 ? 'A promise does' : `${failed.length} promises do`} not hold: ${failed[0]!.title}.`,
      failed.map(detailOf),
    )
  }
  return release(actor, { product, draft, assessed, note, alongside })
}

/** A failed check as one line: what was promised, what was found. */
const detailOf = (check: CheckResult): ErrorDetail => ({
  path: check.path,
  message: `${check.title}: ${check.detail ?? `measured ${check.measured}, ${check.kind === 'schema' && check.rule === 'type' ? `promised ${check.expected}` : check.expected}`}`,
})

async function refuseVersion(actor: Actor, draft: store.Version, heads: store.VersionHead[]) {
  const live = current.published(heads)
  if (!live) return
  const changes = differences(documentsOf(await store.getVersion(actor.scope, live.id)), documentsOf(draft))
  const newest = heads
    .filter((each) => each.state !== 'draft')
    .map((each) => each.version)
    .toSorted(newestFirst)[0]!
  const least = leastNext(newest, levelOf(changes))
  if (isAtLeast(draft.version, least)) return
  const why = changes.find((change) => change.level === levelOf(changes))
  throw conflict(
    `This change needs at least version ${least}${why ? `: ${why.text}` : ''}. The draft says ${draft.version}.`,
    [
      { path: 'product.version', message: `must be at least ${least}` },
      ...changes.filter((change) => change.breaking).map((change) => ({ path: change.path, message: change.text })),
    ],
  )
}

async function record(actor: Actor, draft: store.Version, assessed: Assessed[], occasion: 'publish' | 'preview') {
  for (const each of assessed)
    await store.insertCheckRun(actor.scope, {
      id: newId('check'),
      versionId: draft.id,
      port: each.port,
      occasion,
      snapshots: snapshotsOf(each),
      results: each.results,
      held: each.held,
      at: now(),
    })
}

type Release = Pick<Publishing, 'note'> & {
  alongside?: (() => Promise<void>) | null
  product: store.ProductRow
  draft: store.Version
  assessed: Assessed[]
}

/** The draft becomes the published version, and its ports point at what was checked; all of it together, or nothing. */
async function release(actor: Actor, { product, draft, assessed, note, alongside }: Release) {
  const { scope } = actor
  await withOrg(scope, async (tx) => {
    await store.lockProduct(tx, scope, product.slug)
    const [fresh] = (await store.listVersions(scope, [product.id])).filter((each) => each.id === draft.id)
    if (fresh?.state !== 'draft' || fresh.etag !== draft.etag)
      throw conflict('The draft was changed while its checks ran. Publish again.')
    const at = now()
    for (const each of assessed) await store.putPointers(scope, pointersOf(draft.id, each, at))
    await record(actor, draft, assessed, 'publish')
    await store.updateVersion(scope, draft.id, {
      state: 'published',
      draftOf: null,
      publishedBy: actor.principal.id,
      publishedAt: at,
      note: note ?? null,
    })
    const { product: document } = documentsOf(draft)
    await store.updateProduct(scope, product.id, {
      status: 'published',
      type: typeOf(draft),
      title: document.name ?? product.slug,
      purpose: document.description?.purpose ?? '',
      tags: document.tags ?? [],
      updatedAt: at,
    })
    const version = { type: 'product', id: product.id }
    await audit.record(scope, {
      actor: actor.principal.id,
      action: 'product.published',
      resource: version,
      detail: { slug: product.slug, version: draft.version },
      requestId: actor.requestId,
    })
    await emit(tx, {
      name: versionPublished.name,
      data: { org: scope.orgId, product: product.id, version: draft.id },
    })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: product.id } })
    await alongside?.()
  })
  return {
    slug: product.slug,
    version: draft.version,
    status: 'published' as const,
    checks: assessed.flatMap((each) => each.results),
  }
}
