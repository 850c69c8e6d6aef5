import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, type ErrorDetail, invalid } from '@/server/platform/errors'
import { stillMatches } from '@/server/platform/etag'
import { emit } from '@/server/platform/events'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { told } from './added'
import { type AddedAsk, type AddedKind, addedAsk, type WrittenExpectation } from './added-schema'
import * as store from './added-store'
import { addedTag } from './added-tag'
import { checkAsks } from './check-asks'
import { endFreed } from './end-freed'
import { measureDue } from './events'
import { findDocument } from './find-document'
import { faultOf, nextAfter, usual } from './schedule'
import { holdWatched } from './store'

type Writing = {
  productId: string
  items: readonly WrittenExpectation[]
  ifMatch?: string
  /** Where they stand in the product's document, which is being published with them. */
  document?: string
}

/**
 * Writes all that was added to a product: what is left out goes, and what asks the same of the same thing stays what it is, with all
 * that was measured. Whoever writes one lends it their right to read. Those of the contract are not touched. While the product's own
 * document says what is expected, nothing else may: throws `conflict`.
 */
export async function putExpectations(
  actor: Actor,
  { productId, items: given, ifMatch, document }: Writing,
): Promise<void> {
  const { scope } = actor
  const items = given.map(withoutNothing)
  const ports = await product.findPorts(scope, { productId })
  refuseAny(await checkAsks(actor, { ports, items, planned: document === undefined }), document)
  const members = await membersByName(actor, items)
  const ownerId = (await product.listFacts(scope, [productId])).get(productId)?.resource.ownerId ?? actor.principal.id
  await withOrg(scope, async (tx) => {
    await holdWatched(scope, productId)
    if (document === undefined) await refuseWritten(scope, productId)
    const stood = await store.listAdded(scope, productId)
    if (!stillMatches(ifMatch, addedTag(stood)))
      throw conflict('The expectations have changed since you read them: read them again, then make your change.')
    const at = now()
    const { wanted, faults } = settle(items, { stood, members, ownerId, authorId: actor.principal.id, at })
    refuseAny(faults, document)
    const changed = wanted.filter(
      (one) =>
        !same(
          one,
          stood.find(({ id }) => id === one.id),
        ),
    )
    const kept = new Set(wanted.map(({ id }) => id))
    const gone = stood.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
    if (changed.length === 0 && gone.length === 0) return
    await store.dropAdded(scope, gone, at)
    for (const one of changed) await store.putAdded(scope, productId, one, at)
    await endFreed(scope, productId, at, 'It is expected no more.')
    await emit(tx, { name: measureDue.name, data: { org: scope.orgId, product: productId } })
    await audit.record(scope, {
      actor: actor.principal.id,
      action: 'expectations.changed',
      resource: { type: 'product', id: productId },
      detail: { written: changed.map(({ title }) => title).slice(0, 50), gone: gone.slice(0, 50) },
      requestId: actor.requestId,
    })
  })
}

function refuseAny(faults: ErrorDetail[], document = 'items') {
  if (faults.length === 0) return
  const placed = faults.map(({ path, message }) => ({ path: path.replace(/^items/, document), message }))
  throw invalid('Some expectations cannot be kept so.', placed)
}

async function refuseWritten(scope: Actor['scope'], productId: string) {
  const published = await findDocument(scope, productId, 'published')
  if (published?.part)
    throw conflict(
      `What is expected of this product stands in its own document, version ${published.version}: change it there and publish.`,
    )
}

/** What one says it is not of, it does not name. */
const withoutNothing = (item: WrittenExpectation): WrittenExpectation =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== '')) as WrittenExpectation

async function membersByName({ scope }: Actor, items: readonly WrittenExpectation[]): Promise<Map<string, string>> {
  if (!items.some((one) => 'owner' in one && one.owner)) return new Map()
  const members = await tenancy.listMembers(scope)
  const active = members.filter(({ state }) => state === 'active')
  return new Map(active.flatMap(({ id, email }) => [[id, id] as const, [email.toLowerCase(), id] as const]))
}

type Known = {
  stood: readonly store.Added[]
  members: ReadonlyMap<string, string>
  ownerId: string
  authorId: string
  at: Date
}

/** What is to stand, each matched with the one that it is, and what is wrong with the rest. */
function settle(
  items: readonly WrittenExpectation[],
  known: Known,
): { wanted: store.NewAdded[]; faults: ErrorDetail[] } {
  const wanted: store.NewAdded[] = []
  const faults: ErrorDetail[] = []
  for (const [n, item] of items.entries()) {
    if (item.source === 'contract') continue
    const said = addedOf(addedAsk.parse(item), known)
    const twice = 'fault' in said ? false : wanted.some(({ key, id }) => key === said.key || (id && id === said.id))
    if ('fault' in said) faults.push({ ...said.fault, path: `items.${n}.${said.fault.path}` })
    else if (twice) faults.push({ path: `items.${n}`, message: 'asks the same as one before it' })
    else wanted.push(said)
  }
  return { wanted, faults }
}

function addedOf(
  item: AddedAsk,
  { stood, members, ownerId, authorId, at }: Known,
): store.NewAdded | { fault: ErrorDetail } {
  const ask = onlyAsked(item)
  const { title, ...own } = told(ask)
  const before = stood.find(({ id }) => id === item.id) ?? stood.find(({ key }) => key === own.key)
  if (item.id && before?.id !== item.id)
    return { fault: { path: 'id', message: 'is none of this product: leave it out for a new one' } }
  const schedule = item.schedule ?? usual(item.kind as AddedKind)
  const fault = faultOf(schedule, item.kind)
  if (fault) return { fault: { path: 'schedule', message: fault } }
  const owner = item.owner === undefined ? ownerId : members.get(item.owner.toLowerCase())
  if (!owner) return { fault: { path: 'owner', message: 'is no active member, by id or e-mail' } }
  const { severity, live } = item
  const one = { ...own, title: item.title ?? title, id: before?.id, ask, severity, schedule, live, ownerId: owner }
  // Whoever changes what is read answers for reading it.
  const byAnother = before && same({ ...one, authorId: before.authorId, nextAt: null }, before)
  return {
    ...one,
    authorId: byAnother ? before.authorId : authorId,
    nextAt: schedule === 'on_change' ? null : nextAfter(schedule, new Date(at.getTime() - 1)),
  }
}

/** What is told about one when it is read is not part of what it asks; its title, schedule and owner are kept beside it. */
function onlyAsked(item: AddedAsk): AddedAsk {
  const besides = [
    'id',
    'title',
    'schedule',
    'owner',
    'expected',
    'last',
    'ownerName',
    'muted',
    'excepted',
    'imprecise',
  ]
  return addedAsk.parse(Object.fromEntries(Object.entries(item).filter(([key]) => !besides.includes(key))))
}

const same = (one: store.NewAdded, other: store.Added | undefined): boolean =>
  other !== undefined &&
  JSON.stringify([one.ask, one.title, one.severity, one.schedule, one.ownerId, one.live]) ===
    JSON.stringify([other.ask, other.title, other.severity, other.schedule, other.ownerId, other.live])
