import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId, slug as slugShape } from '@/server/platform/ids'
import * as tenancy from '@/server/tenancy'
import { type Binding, bindDocuments } from './bind-documents'
import type { Documents } from './contract'
import * as current from './current'
import { type Change, differences, levelOf } from './difference'
import { etagOf, readEtag } from './etag'
import { productChanged } from './events'
import { typeOf } from './product-type'
import type { Written } from './read-documents'
import { unchanged } from './sameness'
import * as store from './store'
import { leastNext, majorOf, readVersion } from './version'

export type Save = { slug: string; written: Written; ifMatch?: string; dryRun?: boolean }

/**
 * Keeps documents as the product's draft, bound to the assets they describe; what says the same as the newest published version changes
 * nothing. Throws `invalid` with every fault, `conflict` where `ifMatch` is not what is there.
 */
export async function save(actor: tenancy.Actor, { slug, written, ifMatch, dryRun = false }: Save) {
  const { scope } = actor
  const { binding, ownerId } = await prepare(actor, slug, written)
  return withOrg(scope, async (tx) => {
    await store.lockProduct(tx, scope, slug)
    const before = await store.findProduct(scope, slug)
    if (before && before.domainId !== binding.domain.id) throw elsewhere()
    const heads = before ? await store.listVersions(scope, [before.id]) : []
    const draft = current.draftOf(heads)
    const live = current.published(heads)
    refuseStale(ifMatch, draft ?? live)
    const released = live && (await store.getVersion(scope, live.id))
    const { changes, least, version } = planOf(written, released)
    const ports = (written.documents.product.outputPorts ?? []).map((port) => ({
      name: port.name,
      version: port.version,
    }))
    const answer = { slug, ports, changes, leastVersion: least, created: !before, dryRun }
    if (released && unchanged(written.documents, released)) {
      if (!dryRun && draft && before) await dropDraft(actor, tx, before.id)
      return { ...answer, version: released.version, status: released.state, etag: released.etag }
    }
    const etag = etagOf([written.odps, ...written.contracts.map((contract) => contract.text)])
    const saved = { ...answer, version, status: 'draft' as const, etag }
    if (dryRun || draft?.etag === etag) return saved
    const productId = await keep(actor, { slug, written, version, etag, binding, ownerId, before })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: productId } })
    return saved
  })
}

/** Databases that DuckDB has of its own: a product of that name could not be named in SQL. */
const reserved = new Set(['main', 'system', 'temp'])

/** What can be found out before anything is held: the slug is one, the documents bind, and the product stays where it is. */
async function prepare(actor: tenancy.Actor, slug: string, written: Written) {
  const taken = reserved.has(slug) ? 'is a name that SQL keeps for itself' : undefined
  const fault = taken ?? slugShape.safeParse(slug).error?.issues[0]?.message
  if (fault) throw invalid(`The slug ${slug} ${fault}.`, [{ path: 'slug', message: fault }])
  const known = await store.findProduct(actor.scope, slug)
  const binding = await bindDocuments(actor, written.documents, known?.domainId)
  if (!binding.ok) {
    const first = binding.problems[0]!
    throw invalid(`The documents cannot be bound: ${first.path} ${first.message}.`, binding.problems)
  }
  if (known && known.domainId !== binding.domain.id) throw elsewhere()
  return { binding, ownerId: await ownerOf(actor, written.documents, known?.ownerId) }
}

const elsewhere = () =>
  invalid('A product stays in its domain.', [
    { path: 'product.domain', message: 'must be the domain that the product belongs to' },
  ])

type Kept = {
  slug: string
  written: Written
  version: string
  etag: string
  binding: Binding & { ok: true }
  ownerId: string
  before: store.ProductRow | null
}

/** Writes the draft, and the product itself where this is its first; what readers of a published product see stays as it is. */
async function keep(actor: tenancy.Actor, { slug, written, version, etag, binding, ownerId, before }: Kept) {
  const { scope, principal } = actor
  const at = now()
  const id = before?.id ?? newId('product')
  const type = typeOf({ content: { product: written.documents.product, bound: binding.objects } })
  const shown = { ownerId, type, updatedAt: at, ...shownOf(slug, written.documents) }
  const domainId = binding.domain.id
  if (!before) await store.insertProduct(scope, { id, slug, domainId, status: 'draft', createdAt: at, ...shown })
  else await store.updateProduct(scope, id, before.status === 'draft' ? shown : { updatedAt: at })
  await store.putDraft(scope, newId('version'), {
    productId: id,
    version,
    major: majorOf(version),
    odps: written.odps,
    contracts: written.contracts,
    content: { product: written.documents.product, bound: binding.objects },
    etag,
    createdBy: principal.id,
    createdAt: at,
  })
  await record(actor, before ? 'product.saved' : 'product.created', id, { slug, version })
  return id
}

const record = (actor: tenancy.Actor, action: string, id: string, detail: Record<string, string>) =>
  audit.record(actor.scope, {
    actor: actor.principal.id,
    action,
    resource: { type: 'product', id },
    detail,
    requestId: actor.requestId,
  })

/** The published documents came again: the draft beside them has nothing left to say. */
async function dropDraft(actor: tenancy.Actor, tx: Parameters<typeof emit>[0], productId: string) {
  await store.deleteDraft(actor.scope, productId)
  await record(actor, 'product.draft_dropped', productId, {})
  await emit(tx, { name: productChanged.name, data: { org: actor.scope.orgId, product: productId } })
}

function refuseStale(ifMatch: string | undefined, there: store.VersionHead | null) {
  if (ifMatch === undefined || (ifMatch.trim() === '*' && there)) return
  if (!there || !ifMatch.split(',').some((tag) => readEtag(tag) === there.etag))
    throw conflict(
      'The product was changed since you read it. Read it again, put your change in, and save with its new ETag.',
    )
}

/** What changed since the newest published version, and the version that the draft is to have. */
function planOf(
  written: Written,
  released: store.Version | null,
): { changes: Change[]; least: string; version: string } {
  const changes = released
    ? differences(
        { product: released.content.product, contracts: released.contracts.map((each) => each.value) },
        written.documents,
      )
    : []
  const least = leastNext(released?.version ?? null, levelOf(changes))
  const asked = written.documents.product.version
  return { changes, least, version: (asked === undefined ? null : readVersion(asked)) ?? least }
}

const shownOf = (slug: string, { product }: Documents) => ({
  title: product.name ?? slug,
  purpose: product.description?.purpose ?? '',
  tags: product.tags ?? [],
})

/** The owner that the document's team names by e-mail, else the one there was, else who saves it first. */
async function ownerOf(actor: tenancy.Actor, { product }: Documents, known: string | undefined) {
  const named = product.team?.members?.find((member) => member.role?.toLowerCase() === 'owner')
  if (named) {
    const members = await tenancy.listMembers(actor.scope)
    const found = members.find(
      (member) => member.state === 'active' && member.email === named.username.trim().toLowerCase(),
    )
    if (found) return found.id
  }
  if (known) return known
  return actor.principal.id
}
